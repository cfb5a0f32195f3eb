#include "lilong/log.h"

#include <fmt/format.h>
#include <spdlog/pattern_formatter.h>
#include <spdlog/spdlog.h>

namespace lilong
{

namespace
{

class OneLineFormatter final : public spdlog::formatter
{
public:
    void format(spdlog::details::log_msg const& message, spdlog::memory_buf_t& out) override
    {
        auto const text = one_line({message.payload.data(), message.payload.size()});
        auto copy = message;
        copy.payload = spdlog::string_view_t{text.data(), text.size()};
        inner_.format(copy, out);
    }
    std::unique_ptr<spdlog::formatter> clone() const override { return std::make_unique<OneLineFormatter>(); }

private:
    spdlog::pattern_formatter inner_;
};

// The C1 controls (U+0080–U+009F, of which U+009B begins escape sequences, too) and U+2028, U+2029 end lines on some
// screens.
std::size_t hidden(std::string_view rest)
{
    auto const c = static_cast<unsigned char>(rest[0]);
    if (c < 0x20 || c == 0x7f) return 1;
    if (c == 0xc2 && rest.size() > 1 && static_cast<unsigned char>(rest[1]) >= 0x80 &&
        static_cast<unsigned char>(rest[1]) < 0xa0)
        return 2;
    if (rest.starts_with("\xe2\x80\xa8") || rest.starts_with("\xe2\x80\xa9")) return 3;
    return 0;
}

} // namespace

std::string one_line(std::string_view text)
{
    std::string out;
    while (!text.empty()) {
        auto const bytes = hidden(text);
        for (std::size_t i = 0; i < bytes; ++i) out += fmt::format("\\x{:02x}", static_cast<unsigned char>(text[i]));
        if (bytes == 0) out += text[0];
        text.remove_prefix(std::max<std::size_t>(bytes, 1));
    }
    return out;
}

void set_up_log() { spdlog::set_formatter(std::make_unique<OneLineFormatter>()); }

} // namespace lilong
