#include "people/household_store.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/text.h"

namespace lilong::people::household_store
{

using storage::Row;
using storage::Sql;

namespace
{

constexpr Sql kInsert{"people.insert_household",
                      "insert into household (area_id, id, estate_id, building_id, door, number_at_door, size, tenure, "
                      "tags, moved_away_at, import_id, version, created_at) "
                      "values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)"};
constexpr Sql kInsertResident{"people.insert_resident",
                              "insert into resident (area_id, id, household_id, birth_date, birth_year, sex, tags, "
                              "import_id) values ($1, $2, $3, $4, $5, $6, $7, $8)"};
constexpr Sql kUpdate{"people.update_household",
                      "update household set size = $3, tenure = $4, tags = $5, moved_away_at = $6, "
                      "version = version + 1 where area_id = $1 and id = $2"};
constexpr Sql kFind{"people.household",
                    "select area_id, id, estate_id, building_id, door, number_at_door, size, tenure, tags, "
                    "moved_away_at, import_id, version, created_at from household where area_id = $1 and id = $2"};
constexpr Sql kAtDoor{"people.household_at_door",
                      "select area_id, id, estate_id, building_id, door, number_at_door, size, tenure, tags, "
                      "moved_away_at, import_id, version, created_at from household where area_id = $1 "
                      "and building_id = $2 and door = $3 and moved_away_at is null order by number_at_door"};
constexpr Sql kAll{"people.all_households",
                   "select area_id, id, estate_id, building_id, door, number_at_door, size, tenure, tags, "
                   "moved_away_at, import_id, version, created_at from household where area_id = $1 "
                   "and moved_away_at is null order by building_id, door, number_at_door"};
constexpr Sql kPage{"people.household_page",
                    "select area_id, id, estate_id, building_id, door, number_at_door, size, tenure, tags, "
                    "moved_away_at, import_id, version, created_at from household where area_id = $1 "
                    "and moved_away_at is null and ($2 = '' or estate_id = $2) and ($3 = '' or building_id = $3) "
                    "and ($4 = '' or door like $4 escape '!') "
                    "and (building_id, door, number_at_door) > ($5, $6, $7) "
                    "order by building_id, door, number_at_door limit $8"};
constexpr Sql kResidents{"people.residents", "select area_id, id, household_id, birth_date, birth_year, sex, tags, "
                                             "import_id from resident where area_id = $1 and household_id = $2 "
                                             "order by id"};
constexpr Sql kAllResidents{"people.all_residents",
                            "select area_id, id, household_id, birth_date, birth_year, sex, tags, import_id "
                            "from resident where area_id = $1 order by household_id, id"};
constexpr Sql kContact{"people.contact", "select name, phone, channel from household_contact "
                                         "where area_id = $1 and household_id = $2"};
constexpr Sql kSetContact{"people.set_contact",
                          "insert into household_contact (area_id, household_id, name, phone, channel, updated_at) "
                          "values ($1, $2, $3, $4, $5, $6) on conflict (area_id, household_id) do update set "
                          "name = excluded.name, phone = excluded.phone, channel = excluded.channel, "
                          "updated_at = excluded.updated_at"};
constexpr Sql kAddConsent{"people.add_consent",
                          "insert into consent (area_id, id, household_id, text_version, items, given, mark, "
                          "collector_id, collected_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)"};
constexpr Sql kConsents{"people.consents",
                        "select area_id, id, household_id, text_version, items, given, mark, collector_id, "
                        "collected_at from consent where area_id = $1 and household_id = $2 "
                        "order by collected_at desc, id desc"};

template <typename Words>
std::string joined(Words const& words)
{
    return fmt::format("{}", fmt::join(words, "|"));
}

Tags tags_of(std::string_view text)
{
    Tags out;
    for (auto part : split(text, '|'))
        if (!part.empty()) out.emplace(part);
    return out;
}

Household household_of(Row const& row)
{
    return {.area = row.at<AreaId>(0),
            .id = row.at<HouseholdId>(1),
            .estate = row.at<AreaId>(2),
            .building = row.at<AreaId>(3),
            .door = row.at<std::string>(4),
            .number_at_door = row.at<int>(5),
            .size = row.at<int>(6),
            .tenure = tenure_of(row.text_view(7)).value(),
            .tags = tags_of(row.text_view(8)),
            .moved_away = row.at<std::optional<Date>>(9),
            .import = row.at<std::optional<ImportId>>(10),
            .version = row.at<std::int64_t>(11),
            .created_at = row.at<Instant>(12)};
}

Resident resident_of(Row const& row)
{
    Resident resident{.area = row.at<AreaId>(0),
                      .id = row.at<ResidentId>(1),
                      .household = row.at<HouseholdId>(2),
                      .birth_date = row.at<std::optional<Date>>(3),
                      .birth_year = row.at<std::optional<int>>(4),
                      .tags = tags_of(row.text_view(6)),
                      .import = row.at<std::optional<ImportId>>(7)};
    resident.sex = sex_of(row.text_view(5));
    return resident;
}

Consent consent_of(Row const& row)
{
    Consent consent{.area = row.at<AreaId>(0),
                    .id = row.at<ConsentId>(1),
                    .household = row.at<HouseholdId>(2),
                    .text_version = row.at<std::string>(3),
                    .given = row.at<bool>(5),
                    .mark = row.at<std::string>(6),
                    .collector = row.at<UserId>(7),
                    .at = row.at<Instant>(8)};
    for (auto part : split(row.text_view(4), '|'))
        if (!part.empty()) consent.items.emplace_back(part);
    return consent;
}

// The cursor is the last row's place in the order: building|number|door.
std::string cursor_of(Household const& household)
{
    return fmt::format("{}|{}|{}", household.building.text(), household.number_at_door, household.door);
}

struct After {
    std::string building, door;
    std::int64_t number = 0;
};

After after_of(std::string_view cursor)
{
    auto const first = cursor.find('|');
    if (first == std::string_view::npos) return {};
    auto const second = cursor.find('|', first + 1);
    if (second == std::string_view::npos) return {};
    return {std::string{cursor.substr(0, first)}, std::string{cursor.substr(second + 1)},
            whole_number(cursor.substr(first + 1, second - first - 1)).value_or(0)};
}

std::string like_pattern(std::string_view text)
{
    if (text.empty()) return {};
    std::string out = "%";
    for (auto c : text) {
        if (c == '%' || c == '_' || c == '!') out += '!';
        out += c;
    }
    return out + '%';
}

} // namespace

Result<void> insert(storage::Transaction& tx, Household const& household)
{
    try {
        tx.change(kInsert, household.area, household.id, household.estate, household.building, household.door,
                  household.number_at_door, household.size, name(household.tenure), joined(household.tags),
                  household.moved_away, household.import, household.version, household.created_at);
    } catch (storage::ConstraintViolated const& violated) {
        if (std::string_view{violated.what()}.find("household.door") == std::string_view::npos) throw;
        return refuse(ErrorKind::conflict, "people.door_taken",
                      {{"door", household.door}, {"number", std::to_string(household.number_at_door)}});
    }
    return {};
}

void insert_resident(storage::Transaction& tx, Resident const& resident)
{
    std::optional<std::string_view> const sex = resident.sex ? std::optional{name(*resident.sex)} : std::nullopt;
    tx.change(kInsertResident, resident.area, resident.id, resident.household, resident.birth_date, resident.birth_year,
              sex, joined(resident.tags), resident.import);
}

void update(storage::Transaction& tx, Household const& household)
{
    tx.change(kUpdate, household.area, household.id, household.size, name(household.tenure), joined(household.tags),
              household.moved_away);
}

std::optional<Household> find(storage::Connection& connection, AreaId const& area, HouseholdId const& household)
{
    return connection.first(kFind, household_of, area, household);
}

std::vector<Household> at_door(storage::Connection& connection, AreaId const& area, AreaId const& building,
                               std::string_view door)
{
    return connection.all(kAtDoor, household_of, area, building, door);
}

std::vector<Household> all(storage::Connection& connection, AreaId const& area)
{
    return connection.all(kAll, household_of, area);
}

std::vector<Resident> residents(storage::Connection& connection, AreaId const& area, HouseholdId const& household)
{
    return connection.all(kResidents, resident_of, area, household);
}

std::vector<Resident> all_residents(storage::Connection& connection, AreaId const& area)
{
    return connection.all(kAllResidents, resident_of, area);
}

Page list(storage::Connection& connection, AreaId const& area, ListFilter const& filter)
{
    auto const after = after_of(filter.after);
    auto const wanted = [](std::optional<AreaId> const& id) { return id ? id->text() : std::string{}; };
    Page page;
    page.households =
        connection.all(kPage, household_of, area, wanted(filter.estate), wanted(filter.building),
                       like_pattern(filter.text), after.building, after.door, after.number, filter.limit + 1);
    if (page.households.size() > static_cast<std::size_t>(filter.limit)) {
        page.households.pop_back();
        page.next = cursor_of(page.households.back());
    }
    return page;
}

std::optional<Contact> contact(storage::Connection& connection, AreaId const& area, HouseholdId const& household)
{
    auto const read = [](Row const& row) {
        return Contact{row.at<std::string>(0), row.at<std::string>(1), row.at<std::string>(2)};
    };
    return connection.first(kContact, read, area, household);
}

void set_contact(storage::Transaction& tx, AreaId const& area, HouseholdId const& household, Contact const& contact,
                 Instant at)
{
    tx.change(kSetContact, area, household, contact.name, contact.phone, contact.channel, at);
}

void add_consent(storage::Transaction& tx, Consent const& consent)
{
    tx.change(kAddConsent, consent.area, consent.id, consent.household, consent.text_version, joined(consent.items),
              consent.given, consent.mark, consent.collector, consent.at);
}

std::vector<Consent> consents(storage::Connection& connection, AreaId const& area, HouseholdId const& household)
{
    return connection.all(kConsents, consent_of, area, household);
}

} // namespace lilong::people::household_store
