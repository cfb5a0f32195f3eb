# Matching: a vegetable stall comes to an estate that lies far from any market.
Story: the growers come to the estate on Saturdays
  Given the district of 晴川区, where 北岸佳园 has not been asked yet
  And the first need of 南泾苑 is
    | need   | share |
    | nearby | 74 %  |
  When the growers' summer is played
  Then everything went through
  And there is one match, of
    | need                                    | offer        | households, to ten |
    | 南泾苑:周边设施(菜场、早餐、药店、银行) | 云禾周六菜摊 | 730                |
  And both sides have said yes
    | committee | provider       |
    | 陆书记    | 云禾蔬菜合作社 |
  And the match has gone
    | action   | by             | now       |
    | begin    | 老陈           | proposed  |
    | accept   | 陆书记         | proposed  |
    | accept   | 云禾蔬菜合作社 | agreed    |
    | schedule | 小林           | scheduled |
    | start    | sys            | running   |
    | complete | sys            | completed |
  And the sessions are
    | date       | time        | planned | came | state |
    | 2026-07-04 | 07:00-10:00 | 220     | 188  | held  |
    | 2026-07-11 | 07:00-10:00 | 220     | 194  | held  |
    | 2026-07-18 | 07:00-10:00 | 220     | 200  | held  |
    | 2026-07-25 | 07:00-10:00 | 220     | 206  | held  |
    | 2026-08-01 | 07:00-10:00 | 220     | 212  | held  |
    | 2026-08-08 | 07:00-10:00 | 220     | 218  | held  |
    | 2026-08-15 | 07:00-10:00 | 220     | 224  | held  |
    | 2026-08-22 | 07:00-10:00 | 220     | 230  | held  |
  # what is completed stays completed
  When 陆书记 tries to end the match
  Then it cannot be, because
    | 中文                                               | English                                                            |
    | 当前状态是“completed”,不能执行“stop”。现在可以:–。 | It is "completed" now, so "stop" is not possible. Possible now: –. |
  And what was written down in the audit trail still holds
  And nothing is stuck: whatever is not over has a next step
