// The headers of every answer (trust.md 5.10, S-24).
#pragma once

#include "http/message.h"

namespace lilong::http {

void add_security_headers(Answer& answer, Request const& request);

} // namespace lilong::http
