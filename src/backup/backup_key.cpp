#include "backup/backup_key.h"

#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/csv.h"
#include "base/text.h"

namespace lilong::backup
{

namespace
{

constexpr std::string_view kPrefix = "LLK1";
constexpr std::string_view kPublicPrefix = "lilong-backup-key-1 ";
constexpr std::size_t kCheckDigits = 8;

std::optional<std::array<std::uint8_t, 32>> from_hex(std::string_view digits)
{
    std::array<std::uint8_t, 32> out;
    std::size_t size = 0;
    char const* end = nullptr;
    if (sodium_hex2bin(out.data(), out.size(), digits.data(), digits.size(), nullptr, &size, &end) != 0 ||
        size != out.size() || end != digits.data() + digits.size())
        return std::nullopt;
    return out;
}

std::string check_digits(std::string_view digits)
{
    return sha256_hex(std::string{kPrefix} + std::string{digits}).substr(0, kCheckDigits);
}

} // namespace

std::string PublicKey::fingerprint() const
{
    return sha256_hex({reinterpret_cast<char const*>(bytes.data()), bytes.size()}).substr(0, 16);
}

RecoveryKey RecoveryKey::random(Rng& rng)
{
    RecoveryKey key;
    rng.fill(key.bytes_);
    return key;
}

RecoveryKey::~RecoveryKey() { sodium_memzero(bytes_.data(), bytes_.size()); }

std::string RecoveryKey::text() const
{
    auto const digits = hex(bytes_);
    auto const all = digits + check_digits(digits);
    std::string out{kPrefix};
    for (std::size_t i = 0; i < all.size(); i += 8) out += "-" + all.substr(i, 8);
    return out;
}

Result<RecoveryKey> RecoveryKey::parse(std::string_view text)
{
    std::string digits;
    for (char const c : lower_ascii(text))
        if (c != '-' && c != ' ' && c != '\n' && c != '\r' && c != '\t') digits += c;
    auto const prefix = lower_ascii(kPrefix);
    if (!digits.starts_with(prefix) || digits.size() != prefix.size() + 64 + kCheckDigits)
        return refuse(ErrorKind::bad_input, "backup.not_a_recovery_key");
    digits.erase(0, prefix.size());
    auto const bytes = from_hex(std::string_view{digits}.substr(0, 64));
    if (!bytes || digits.substr(64) != check_digits(std::string_view{digits}.substr(0, 64)))
        return refuse(ErrorKind::bad_input, "backup.not_a_recovery_key");
    RecoveryKey key;
    key.bytes_ = *bytes;
    return key;
}

PublicKey RecoveryKey::public_key() const
{
    PublicKey key;
    crypto_scalarmult_base(key.bytes.data(), bytes_.data());
    return key;
}

std::filesystem::path public_key_path(std::filesystem::path const& data_directory)
{
    return data_directory / "keys" / "backup.pub";
}

Result<PublicKey> read_public_key(std::filesystem::path const& data_directory)
{
    auto const path = public_key_path(data_directory);
    auto const text = read_file(path.string());
    if (!text) return refuse(ErrorKind::not_found, "backup.no_key");
    auto const line = trimmed(*text);
    auto const bytes = line.starts_with(kPublicPrefix) ? from_hex(line.substr(kPublicPrefix.size())) : std::nullopt;
    if (!bytes) return refuse(ErrorKind::not_found, "backup.no_key");
    return PublicKey{*bytes};
}

Result<void> keep_public_key(std::filesystem::path const& data_directory, PublicKey const& key)
{
    auto const path = public_key_path(data_directory);
    std::filesystem::create_directories(path.parent_path());
    ::chmod(path.parent_path().c_str(), 0700);
    auto const file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0) return refuse(ErrorKind::conflict, "backup.key_exists", {{"file", path.string()}});
    auto const line = std::string{kPublicPrefix} + hex(key.bytes) + "\n";
    auto const ok = ::write(file, line.data(), line.size()) == static_cast<ssize_t>(line.size()) && ::fsync(file) == 0;
    ::close(file);
    if (!ok) return refuse(ErrorKind::disk_full, "backup.not_written", {{"file", path.string()}});
    return {};
}

} // namespace lilong::backup
