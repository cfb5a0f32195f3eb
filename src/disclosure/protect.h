// The only way from a Table to something that can be shown (S-21): hide what is sensitive, hide what would give it
// away, let the attacker try, and refuse when it succeeds.
//     auto const published = TRY(protect(table, Audience::everybody, earlier_editions_of_this_wave));
//     published.cell("990101002001")->percent   // 37, on a base of about 215
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "disclosure/audit_rule.h"
#include "disclosure/table.h"

namespace lilong::disclosure
{

// A figure as it is printed. Everybody sees whole percentages on bases rounded to 5; staff and analysts see counts.
struct Figure {
    std::int64_t base = 0;
    int percent = 0;                 // whole
    std::optional<std::int64_t> yes; // for staff and analysts only
    std::optional<double> share;     // likewise, to a tenth of a per cent
    bool operator==(Figure const&) const = default;
};

// A cell without figure is hidden. It does not say why: "too rare" would say how many.
struct PublishedCell {
    std::string key;
    int level = 0;
    std::optional<Figure> figure;
};

// What an earlier edition of the same wave told, and what had been counted then (ST-86). For the attacker only.
struct EarlierFigure {
    std::string key;
    std::vector<std::string> inner; // keys
    Figure figure;
};
struct EarlierEdition {
    std::vector<EarlierFigure> figures;
    std::map<std::string, InnerCell> inner; // as counted then
};

class PublishedTable
{
public:
    Audience audience() const { return audience_; }
    std::vector<PublishedCell> const& cells() const { return cells_; }
    PublishedCell const* cell(std::string_view key) const;
    std::int64_t hidden() const;                                  // cells without figure
    std::int64_t complementary() const { return complementary_; } // hidden only to protect others
    std::int64_t programmes() const { return programmes_; }       // solved by the audit

private:
    PublishedTable() = default;
    friend Result<PublishedTable> protect(Table const&, Audience, std::vector<EarlierEdition> const&);
    Audience audience_ = Audience::everybody;
    std::vector<PublishedCell> cells_;
    std::int64_t complementary_ = 0, programmes_ = 0;
};

// Refuses disclosure.cannot_be_protected when the audit finds a hidden cell too narrowly bounded, whatever else is
// hidden; then nothing at all is published.
Result<PublishedTable> protect(Table const& table, Audience audience, std::vector<EarlierEdition> const& earlier);

// What `published` adds to the attacker's knowledge for later editions.
EarlierEdition edition_of(Table const& table, PublishedTable const& published);

} // namespace lilong::disclosure
