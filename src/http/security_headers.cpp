#include "http/security_headers.h"

namespace lilong::http {

void add_security_headers(Answer& answer, Request const& request)
{
    answer.with("Content-Security-Policy",
                "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; "
                "media-src 'self' blob:; manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'");
    answer.with("X-Content-Type-Options", "nosniff");
    answer.with("Referrer-Policy", "same-origin");
    answer.with("Cross-Origin-Opener-Policy", "same-origin");
    answer.with("Cross-Origin-Resource-Policy", "same-origin");
    answer.with("Permissions-Policy", "geolocation=(self), microphone=(self), camera=(self)");
    answer.with("X-Request-Id", request.id);
    if (answer.header("Cache-Control").empty()) answer.with("Cache-Control", "no-store");
    if (request.path.starts_with("/api/")) answer.with("Vary", "Accept-Language");
}

} // namespace lilong::http
