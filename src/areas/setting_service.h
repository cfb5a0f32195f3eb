// Reads and changes settings; a change is a new version with author and reason, and acts forward only (LO-95).
#pragma once

#include "access/audit.h"
#include "areas/setting_store.h"

namespace lilong::areas
{

class SettingService
{
public:
    SettingService(storage::Database& database, access::AuditTrail const& audit, AreaTree const& tree,
                   Clock const& clock)
        : database_(database), audit_(audit), tree_(tree), clock_(clock)
    {
    }
    SettingValue value(AreaId const& area, SettingRow const& row) const;
    Result<SettingValue> change(Actor const& who, AreaId const& area, std::string const& key, double value,
                                std::string const& reason);

private:
    storage::Database& database_;
    access::AuditTrail const& audit_;
    AreaTree const& tree_;
    Clock const& clock_;
};

} // namespace lilong::areas
