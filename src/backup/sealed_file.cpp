#include "backup/sealed_file.h"

#include <array>
#include <fcntl.h>
#include <nlohmann/json.hpp>
#include <sodium.h>
#include <unistd.h>
#include <vector>

#include "base/text.h"

namespace lilong::backup
{

namespace
{

using nlohmann::json;
using Bytes = std::vector<unsigned char>;

constexpr std::string_view kMagic = "LILONGBK";
constexpr std::uint32_t kFormat = 1;
constexpr std::size_t kChunk = 64 * 1024;
constexpr std::size_t kSealedChunk = kChunk + crypto_secretstream_xchacha20poly1305_ABYTES;
constexpr std::size_t kKeyBytes = crypto_secretstream_xchacha20poly1305_KEYBYTES;
constexpr std::size_t kSealedKey = kKeyBytes + crypto_box_SEALBYTES;
constexpr std::size_t kLongestHeader = 64 * 1024;
static_assert(crypto_box_PUBLICKEYBYTES == 32 && crypto_box_SECRETKEYBYTES == 32);

struct CloseFile {
    void operator()(std::FILE* file) const { std::fclose(file); }
};
using File = std::unique_ptr<std::FILE, CloseFile>;

std::string number(std::uint32_t value)
{
    std::string out(4, '\0');
    for (std::size_t i = 0; i < 4; ++i) out[i] = static_cast<char>(value >> (8 * i));
    return out;
}

std::uint32_t number_of(std::string_view bytes)
{
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < 4; ++i)
        value |= static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[i])) << (8 * i);
    return value;
}

unsigned char const* raw(std::string const& text) { return reinterpret_cast<unsigned char const*>(text.data()); }

Refusal not_written(std::filesystem::path const& path)
{
    return refuse(ErrorKind::disk_full, "backup.not_written", {{"file", path.string()}});
}
Refusal not_a_backup(std::filesystem::path const& path)
{
    return refuse(ErrorKind::bad_input, "backup.not_a_backup", {{"file", path.string()}});
}
Refusal damaged(std::filesystem::path const& path)
{
    return refuse(ErrorKind::bad_input, "backup.damaged", {{"file", path.string()}});
}

std::string header_text(SealedHeader const& header)
{
    return json{{"installation", header.installation},
                {"made_at", header.made_at},
                {"program", header.program},
                {"key", header.key}}
        .dump();
}

std::optional<std::string> take(std::FILE* file, std::size_t size)
{
    std::string out(size, '\0');
    out.resize(std::fread(out.data(), 1, size, file));
    if (out.size() != size) return std::nullopt;
    return out;
}

struct Opened {
    File file;
    SealedHeader header;
    std::string before_key; // all bytes up to the sealed key: each chunk is bound to them
};

Result<Opened> open_to_the_key(std::filesystem::path const& path)
{
    Opened opened{File{std::fopen(path.c_str(), "rb")}, {}, {}};
    if (!opened.file) return refuse(ErrorKind::bad_input, "backup.not_readable", {{"file", path.string()}});
    auto const start = take(opened.file.get(), kMagic.size() + 8);
    if (!start || !start->starts_with(kMagic)) return not_a_backup(path);
    auto const format = number_of(std::string_view{*start}.substr(kMagic.size()));
    if (format != kFormat)
        return refuse(ErrorKind::bad_input, "backup.unknown_format",
                      {{"file", path.string()}, {"format", std::to_string(format)}});
    auto const length = number_of(std::string_view{*start}.substr(kMagic.size() + 4));
    if (length > kLongestHeader) return damaged(path);
    auto const text = take(opened.file.get(), length);
    auto const fields = text ? json::parse(*text, nullptr, false) : json();
    if (!fields.is_object()) return damaged(path);
    auto const word = [&](char const* name) {
        return fields.contains(name) && fields[name].is_string() ? fields[name].get<std::string>() : std::string{};
    };
    opened.header = {word("installation"), word("made_at"), word("program"), word("key")};
    opened.before_key = *start + *text;
    return opened;
}

std::array<unsigned char, crypto_hash_sha256_BYTES> digest(std::string const& bytes)
{
    std::array<unsigned char, crypto_hash_sha256_BYTES> out;
    crypto_hash_sha256(out.data(), raw(bytes), bytes.size());
    return out;
}

} // namespace

struct SealedWriter::State {
    std::filesystem::path path, part;
    File file;
    crypto_secretstream_xchacha20poly1305_state stream;
    std::array<unsigned char, crypto_hash_sha256_BYTES> bound;
    std::string waiting; // less than a chunk, or exactly one
    ~State() { sodium_memzero(&stream, sizeof stream); }

    bool seal(unsigned char tag)
    {
        Bytes sealed(waiting.size() + crypto_secretstream_xchacha20poly1305_ABYTES);
        crypto_secretstream_xchacha20poly1305_push(&stream, sealed.data(), nullptr, raw(waiting), waiting.size(),
                                                   bound.data(), bound.size(), tag);
        waiting.clear();
        return std::fwrite(sealed.data(), 1, sealed.size(), file.get()) == sealed.size();
    }
};

SealedWriter::SealedWriter(std::unique_ptr<State> state) : state_(std::move(state)) {}
SealedWriter::SealedWriter(SealedWriter&&) noexcept = default;
SealedWriter::~SealedWriter()
{
    if (!state_) return;
    std::error_code ignored;
    if (state_->file) std::filesystem::remove(state_->part, ignored); // not finished
}

Result<SealedWriter> SealedWriter::create(std::filesystem::path path, SealedHeader const& header, PublicKey const& key)
{
    auto state = std::make_unique<State>();
    state->path = path;
    state->part = path.string() + ".part";
    auto const descriptor = ::open(state->part.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (descriptor < 0) return not_written(path);
    state->file.reset(::fdopen(descriptor, "wb"));
    auto const text = header_text(header);
    auto const before_key =
        std::string{kMagic} + number(kFormat) + number(static_cast<std::uint32_t>(text.size())) + text;
    std::array<unsigned char, kKeyBytes> chunk_key;
    crypto_secretstream_xchacha20poly1305_keygen(chunk_key.data());
    std::array<unsigned char, kSealedKey> sealed_key;
    std::array<unsigned char, crypto_secretstream_xchacha20poly1305_HEADERBYTES> stream_header;
    auto const sealed = crypto_box_seal(sealed_key.data(), chunk_key.data(), chunk_key.size(), key.bytes.data()) == 0;
    crypto_secretstream_xchacha20poly1305_init_push(&state->stream, stream_header.data(), chunk_key.data());
    sodium_memzero(chunk_key.data(), chunk_key.size());
    state->bound = digest(before_key);
    auto const put = [&](void const* bytes, std::size_t size) {
        return std::fwrite(bytes, 1, size, state->file.get()) == size;
    };
    if (!sealed || !put(before_key.data(), before_key.size()) || !put(sealed_key.data(), sealed_key.size()) ||
        !put(stream_header.data(), stream_header.size()))
        return not_written(path);
    return SealedWriter{std::move(state)};
}

Result<void> SealedWriter::write(std::string_view bytes)
{
    while (!bytes.empty()) {
        if (state_->waiting.size() == kChunk && !state_->seal(0)) return not_written(state_->path);
        auto const part = bytes.substr(0, kChunk - state_->waiting.size());
        state_->waiting += part;
        bytes.remove_prefix(part.size());
    }
    return {};
}

Result<void> SealedWriter::finish()
{
    auto& s = *state_;
    auto ok = s.seal(crypto_secretstream_xchacha20poly1305_TAG_FINAL) && std::fflush(s.file.get()) == 0 &&
              ::fsync(::fileno(s.file.get())) == 0;
    if (!ok) return not_written(s.path);
    s.file.reset();
    std::error_code failed;
    std::filesystem::rename(s.part, s.path, failed);
    if (failed) return not_written(s.path);
    return {};
}

struct SealedReader::State {
    std::filesystem::path path;
    File file;
    SealedHeader header;
    crypto_secretstream_xchacha20poly1305_state stream;
    std::array<unsigned char, crypto_hash_sha256_BYTES> bound;
    std::string open; // decrypted and not yet asked for
    std::size_t at = 0;
    bool last = false;
    ~State() { sodium_memzero(&stream, sizeof stream); }

    bool next_chunk()
    {
        if (last) return false;
        Bytes sealed(kSealedChunk);
        sealed.resize(std::fread(sealed.data(), 1, sealed.size(), file.get()));
        if (sealed.size() < crypto_secretstream_xchacha20poly1305_ABYTES) return false;
        Bytes plain(sealed.size() - crypto_secretstream_xchacha20poly1305_ABYTES);
        unsigned char tag = 0;
        if (crypto_secretstream_xchacha20poly1305_pull(&stream, plain.data(), nullptr, &tag, sealed.data(),
                                                       sealed.size(), bound.data(), bound.size()) != 0)
            return false;
        last = tag == crypto_secretstream_xchacha20poly1305_TAG_FINAL;
        open.erase(0, at);
        at = 0;
        open.append(plain.begin(), plain.end());
        return true;
    }
};

SealedReader::SealedReader(std::unique_ptr<State> state) : state_(std::move(state)) {}
SealedReader::SealedReader(SealedReader&&) noexcept = default;
SealedReader::~SealedReader() = default;
SealedHeader const& SealedReader::header() const { return state_->header; }

Result<SealedReader> SealedReader::open(std::filesystem::path const& path, RecoveryKey const& key)
{
    auto opened = TRY(open_to_the_key(path));
    auto const public_key = key.public_key();
    if (public_key.fingerprint() != opened.header.key)
        return refuse(ErrorKind::bad_input, "backup.wrong_key", {{"file", path.string()}, {"key", opened.header.key}});
    auto const sealed_key = take(opened.file.get(), kSealedKey);
    auto const stream_header = take(opened.file.get(), crypto_secretstream_xchacha20poly1305_HEADERBYTES);
    std::array<unsigned char, kKeyBytes> chunk_key;
    if (!sealed_key || !stream_header ||
        crypto_box_seal_open(chunk_key.data(), raw(*sealed_key), sealed_key->size(), public_key.bytes.data(),
                             key.bytes().data()) != 0)
        return damaged(path);
    auto state = std::make_unique<State>();
    state->path = path;
    state->file = std::move(opened.file);
    state->header = std::move(opened.header);
    state->bound = digest(opened.before_key);
    auto const ready =
        crypto_secretstream_xchacha20poly1305_init_pull(&state->stream, raw(*stream_header), chunk_key.data()) == 0;
    sodium_memzero(chunk_key.data(), chunk_key.size());
    if (!ready) return damaged(path);
    return SealedReader{std::move(state)};
}

Result<std::string> SealedReader::read(std::size_t size)
{
    auto& s = *state_;
    while (s.open.size() - s.at < size)
        if (!s.next_chunk()) return damaged(s.path);
    auto out = s.open.substr(s.at, size);
    s.at += size;
    return out;
}

Result<void> SealedReader::expect_end()
{
    auto& s = *state_;
    while (!s.last && s.open.size() == s.at)
        if (!s.next_chunk()) return damaged(s.path);
    auto const more = s.open.size() != s.at || std::fgetc(s.file.get()) != EOF;
    if (more) return damaged(s.path);
    return {};
}

Result<SealedHeader> read_sealed_header(std::filesystem::path const& path)
{
    auto opened = TRY(open_to_the_key(path));
    return std::move(opened.header);
}

} // namespace lilong::backup
