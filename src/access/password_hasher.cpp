#include "access/password_hasher.h"

#include <sodium.h>
#include <stdexcept>

namespace lilong::access
{

namespace
{

constexpr std::size_t kShortestPassword = 10, kLongestPassword = 128;

} // namespace

std::string PasswordHasher::hash(std::string const& password)
{
    at_once_.acquire();
    char out[crypto_pwhash_STRBYTES];
    auto const failed = crypto_pwhash_str_alg(out, password.c_str(), password.size(), 1, 47U << 20, crypto_pwhash_ALG_ARGON2ID13);
    at_once_.release();
    if (failed) throw std::runtime_error("no memory to hash a password");
    return out;
}

bool PasswordHasher::verify(std::string const& stored, std::string const& password)
{
    at_once_.acquire();
    auto const good = crypto_pwhash_str_verify(stored.c_str(), password.c_str(), password.size()) == 0;
    at_once_.release();
    return good;
}

Result<void> strong_enough(std::string const& login, std::string const& password)
{
    auto const names_its_owner = login.size() > 1 && password.find(login) != std::string::npos;
    if (password.size() < kShortestPassword || password.size() > kLongestPassword || names_its_owner)
        return refuse(ErrorKind::bad_input, "access.password_too_weak", {{"shortest", std::to_string(kShortestPassword)}});
    return {};
}

} // namespace lilong::access
