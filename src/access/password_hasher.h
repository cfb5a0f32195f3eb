// Argon2id with 47 MiB and one pass, at most two at a time: more at once would let strangers fill the memory (trust.md 5.9).
#pragma once

#include <semaphore>
#include <string>

#include "base/error.h"

namespace lilong::access
{

class PasswordHasher
{
public:
    std::string hash(std::string const& password);
    bool verify(std::string const& stored, std::string const& password);

private:
    std::counting_semaphore<2> at_once_{2};
};

// 10 to 128 characters and not the owner's own login: access.password_too_weak.
Result<void> strong_enough(std::string const& login, std::string const& password);

} // namespace lilong::access
