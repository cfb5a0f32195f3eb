#include "survey/questionnaire_store.h"

#include "survey/codebook_json.h"

namespace lilong::survey::questionnaire_store
{

namespace
{

using storage::Row;
using storage::Sql;

constexpr Sql kInsert{"survey.insert_questionnaire",
                      "insert into questionnaire (area_id, id, key, title_zh, title_en, kind, unit, created_at) "
                      "values ($1, $2, $3, $4, $5, $6, $7, $8)"};
constexpr Sql kKey{"survey.questionnaire_key", "select id from questionnaire where area_id = $1 and key = $2"};
constexpr Sql kAll{"survey.questionnaires",
                   "select area_id, id, key, title_zh, title_en, kind, unit from questionnaire "
                   "order by created_at, id"};
constexpr Sql kById{"survey.questionnaire_by_id",
                    "select area_id, id, key, title_zh, title_en, kind, unit from questionnaire where id = $1"};
constexpr Sql kInsertVersion{"survey.insert_version",
                             "insert into questionnaire_version (area_id, questionnaire_id, number, state, codebook, "
                             "edit, created_at) values ($1, $2, $3, $4, $5, $6, $7)"};
constexpr Sql kVersions{"survey.versions",
                        "select v.area_id, v.questionnaire_id, v.number, v.state, v.edit from questionnaire q "
                        "join questionnaire_version v on v.area_id = q.area_id and v.questionnaire_id = q.id "
                        "where q.id = $1 order by v.number"};
constexpr Sql kVersion{"survey.version", "select v.area_id, v.questionnaire_id, v.number, v.state, v.edit, v.codebook "
                                         "from questionnaire q join questionnaire_version v on v.area_id = q.area_id "
                                         "and v.questionnaire_id = q.id where q.id = $1 and v.number = $2"};
constexpr Sql kReplace{"survey.replace_codebook",
                       "update questionnaire_version set codebook = $5, edit = edit + 1 where area_id = $1 "
                       "and questionnaire_id = $2 and number = $3 and edit = $4"};
constexpr Sql kSetState{"survey.set_version_state",
                        "update questionnaire_version set state = $5, edit = edit + 1, "
                        "opened_at = coalesce(opened_at, $6) where area_id = $1 and questionnaire_id = $2 "
                        "and number = $3 and edit = $4"};
constexpr Sql kInsertPlace{"survey.insert_place",
                           "insert into coded_item (area_id, questionnaire_id, number, place, name, need_item) "
                           "values ($1, $2, $3, $4, $5, $6)"};

template <typename Enum>
Enum required(std::optional<Enum> value)
{
    if (!value) throw storage::BadColumn{};
    return *value;
}

Questionnaire questionnaire_of(Row row)
{
    return {.area = row.at<AreaId>(0),
            .id = row.at<QuestionnaireId>(1),
            .key = row.at<std::string>(2),
            .title = {row.at<std::string>(3), row.at<std::string>(4)},
            .kind = row.at<std::string>(5),
            .unit = required(unit_of(row.text_view(6)))};
}

QuestionnaireVersion version_of(Row row)
{
    return {.area = row.at<AreaId>(0),
            .questionnaire = row.at<QuestionnaireId>(1),
            .number = row.at<std::int64_t>(2),
            .state = required(version_state_of(row.text_view(3))),
            .codebook = {},
            .edit = row.at<std::int64_t>(4)};
}

Refusal stale() { return refuse(ErrorKind::stale, "survey.questionnaire_changed"); }

} // namespace

Result<void> insert(storage::Transaction& tx, Questionnaire const& q, Instant at)
{
    if (tx.scalar<std::string>(kKey, q.area, q.key))
        return refuse(ErrorKind::conflict, "survey.questionnaire_key_taken", {{"key", q.key}});
    tx.change(kInsert, q.area, q.id, q.key, q.title.zh, q.title.en, q.kind, name(q.unit), at);
    return {};
}

std::vector<Questionnaire> all(storage::Connection& connection) { return connection.all(kAll, questionnaire_of); }

Result<Questionnaire> by_id(storage::Connection& connection, QuestionnaireId const& id)
{
    auto found = connection.first(kById, questionnaire_of, id);
    if (!found) return refuse(ErrorKind::not_found, "survey.no_questionnaire");
    return std::move(*found);
}

void insert_version(storage::Transaction& tx, QuestionnaireVersion const& v, Instant at)
{
    tx.change(kInsertVersion, v.area, v.questionnaire, v.number, name(v.state), codebook_text(v.codebook), v.edit, at);
}

std::vector<QuestionnaireVersion> versions(storage::Connection& connection, QuestionnaireId const& id)
{
    return connection.all(kVersions, version_of, id);
}

Result<QuestionnaireVersion> version(storage::Connection& connection, QuestionnaireId const& id, std::int64_t number)
{
    std::string codebook;
    auto const with_codebook = [&](Row row) {
        codebook = row.at<std::string>(5);
        return version_of(row);
    };
    auto found = connection.first(kVersion, with_codebook, id, number);
    if (!found) return refuse(ErrorKind::not_found, "survey.no_questionnaire");
    found->codebook = TRY(parse_codebook(codebook));
    return std::move(*found);
}

Result<void> replace_codebook(storage::Transaction& tx, QuestionnaireVersion const& former, Codebook const& codebook)
{
    auto const text = codebook_text(codebook);
    if (tx.change(kReplace, former.area, former.questionnaire, former.number, former.edit, text) == 0) return stale();
    return {};
}

Result<void> set_state(storage::Transaction& tx, QuestionnaireVersion const& former, VersionState state, Instant at)
{
    if (tx.change(kSetState, former.area, former.questionnaire, former.number, former.edit, name(state), at) == 0)
        return stale();
    return {};
}

void insert_places(storage::Transaction& tx, QuestionnaireVersion const& version)
{
    for (auto const& item : version.codebook.items) {
        if (item.place == 0) continue;
        auto const need = item.need_item.empty() ? std::optional<std::string>{} : item.need_item;
        tx.change(kInsertPlace, version.area, version.questionnaire, version.number, item.place, item.name, need);
    }
}

} // namespace lilong::survey::questionnaire_store
