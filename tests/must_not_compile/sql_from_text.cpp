// must fail with: is not a constant expression
// What somebody typed never becomes SQL.
#include "storage/connection.h"

lilong::storage::Sql statement(std::string const& typed) { return lilong::storage::Sql{"typed", typed.c_str()}; }
