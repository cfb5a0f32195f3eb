// The key pair of an installation's backups (X25519). The public half stays on the machine and seals; the secret half
// is the recovery key, printed once and kept elsewhere, written as LLK1 and groups of hexadecimal digits with a check
// sum at the end.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <string>

#include "base/chance.h"
#include "base/error.h"

namespace lilong::backup
{

struct PublicKey {
    std::array<std::uint8_t, 32> bytes{};
    std::string fingerprint() const; // 16 digits
    bool operator==(PublicKey const&) const = default;
};

class RecoveryKey
{
public:
    static RecoveryKey random(Rng& rng);
    static Result<RecoveryKey> parse(std::string_view text); // spaces, dashes and line ends do not matter
    RecoveryKey(RecoveryKey const&) = default;
    ~RecoveryKey();
    std::string text() const;
    PublicKey public_key() const;
    std::array<std::uint8_t, 32> const& bytes() const { return bytes_; }

private:
    RecoveryKey() = default;
    std::array<std::uint8_t, 32> bytes_{};
};

std::filesystem::path public_key_path(std::filesystem::path const& data_directory);
Result<PublicKey> read_public_key(std::filesystem::path const& data_directory);
// Writes it with mode 0600; refuses to replace one.
Result<void> keep_public_key(std::filesystem::path const& data_directory, PublicKey const& key);

} // namespace lilong::backup
