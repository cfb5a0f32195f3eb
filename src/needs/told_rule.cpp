#include "needs/told_rule.h"

namespace lilong::needs
{

namespace
{

constexpr std::int64_t kFewest = 10; // smaller numbers could point at somebody (S-21)

std::string many_zh(std::int64_t origins)
{
    return origins >= kFewest ? "有 " + std::to_string(origins) + " 户居民" : "有居民";
}
std::string many_en(std::int64_t origins)
{
    return origins >= kFewest ? std::to_string(origins) + " households" : "Households";
}

Names kind_of_target(std::string const& kind)
{
    if (kind == "project") return {"实施项目", "a project"};
    if (kind == "match") return {"对接服务资源", "a service that comes to us"};
    if (kind == "issue") return {"转交责任单位办理", "the unit that is responsible"};
    return {"提交街道议题", "the agenda of the sub-district"};
}

} // namespace

Names told_confirmed(Need const& need, std::int64_t origins, std::size_t visits, Names const& cause, Names const& next,
                     std::optional<Date> by)
{
    auto const v = std::to_string(visits);
    Names out{"我们听到：" + many_zh(origins) + "提出“" + need.title.zh + "”。我们走访了 " + v + " 户，查明主要原因：" +
                  cause.zh + "。下一步：" + next.zh,
              "What we heard: " + many_en(origins) + " named \"" + need.title.en + "\". What we found in " + v +
                  " visits: " + cause.en + ". What comes next: " + next.en};
    out.zh += by ? "，" + by->text() + " 前答复您。" : "。";
    out.en += by ? ", with an answer by " + by->text() + "." : ".";
    return out;
}

Names told_routed(Need const& need, Route const& route)
{
    auto const way = kind_of_target(route.target_kind);
    return {"“" + need.title.zh + "”已确定办法：" + way.zh + "——" + route.title.zh + "。有进展时我们会再告诉您。",
            "\"" + need.title.en + "\" now goes by " + way.en + ": " + route.title.en +
                ". We will tell you when it moves on."};
}

Names told_declined(Need const& need, Decline const& decline)
{
    Names out{"“" + need.title.zh + "”目前办不了。原因：" + decline.text.zh,
              "\"" + need.title.en + "\" cannot be met now. Why: " + decline.text.en};
    out.zh += decline.next_look ? "。" + decline.next_look->text() + " 再次研究。" : "。";
    out.en += decline.next_look ? ". We look at it again on " + decline.next_look->text() + "." : ".";
    return out;
}

Names told_rerouted(Need const& need)
{
    return {"“" + need.title.zh + "”原定办法没有办成，我们正在另找办法，定下后告诉您。",
            "The way planned for \"" + need.title.en +
                "\" did not work out. We look for another one and will tell you."};
}

Names told_delivered(Need const& need)
{
    return {
        "“" + need.title.zh + "”已经办好。请告诉我们：对您家来说解决了吗？满意吗（1–5 分）？",
        "\"" + need.title.en +
            "\" has been done. Please tell us: is it solved for your household, and how satisfied are you (1 to 5)?"};
}

Names told_reopened(Need const& need)
{
    return {"“" + need.title.zh + "”重新打开：根据新的情况，我们再来查找原因。",
            "\"" + need.title.en + "\" is open again: we look for the cause anew."};
}

} // namespace lilong::needs
