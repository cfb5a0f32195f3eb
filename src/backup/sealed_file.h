// A file that anybody may carry and only the recovery key opens: a readable header (format, installation, time, key), a
// random key sealed to the public key, then 64 KiB chunks under XChaCha20-Poly1305 in order, the last one marked as
// last. A changed header, a flipped bit, a chunk in another place or a cut end is found at the first chunk concerned.
#pragma once

#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "backup/backup_key.h"

namespace lilong::backup
{

struct SealedHeader {
    std::string installation;
    std::string made_at; // UTC
    std::string program; // version of Lilong
    std::string key;     // fingerprint of the public key
};

class SealedWriter
{
public:
    // Writes to `path`.part; finish() syncs and gives the file its name.
    static Result<SealedWriter> create(std::filesystem::path path, SealedHeader const& header, PublicKey const& key);
    SealedWriter(SealedWriter&&) noexcept;
    ~SealedWriter();
    Result<void> write(std::string_view bytes);
    Result<void> finish();

private:
    struct State;
    explicit SealedWriter(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

class SealedReader
{
public:
    static Result<SealedReader> open(std::filesystem::path const& path, RecoveryKey const& key);
    SealedReader(SealedReader&&) noexcept;
    ~SealedReader();
    SealedHeader const& header() const;
    // Exactly so many bytes, or refused as damaged.
    Result<std::string> read(std::size_t size);
    Result<void> expect_end();

private:
    struct State;
    explicit SealedReader(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

Result<SealedHeader> read_sealed_header(std::filesystem::path const& path); // without any key: nothing proves it yet

} // namespace lilong::backup
