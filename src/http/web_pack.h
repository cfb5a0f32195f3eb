// The built pages, carried inside the program (or read from --web-root): /assets/* are immutable, /staff/… answers the
// staff document, everything else the resident one.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "http/message.h"

namespace lilong::http {

class WebPack {
public:
    // Format: "LILONGWEB1\n", one line of JSON [{name,type,size,gzip,etag}], then for each file its bytes and its gzip bytes.
    explicit WebPack(std::string_view pack);
    Result<Answer> answer(Request const& request) const;
    bool empty() const { return files_.empty(); }

private:
    struct File {
        std::string name, type, etag;
        std::string_view plain, gzip;
    };
    File const* find(std::string_view name) const;
    std::vector<File> files_;
};

} // namespace lilong::http
