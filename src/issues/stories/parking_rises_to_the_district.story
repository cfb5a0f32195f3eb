# DM-19 step 8, SC-10: parking comes up in several neighbourhoods, rises to the district, and its answer comes back.
Story: parking rises to the district and its answer comes back to the households
  Given it is 2026-03-06 10:00
  And the issues
    | reporter | committee  | category    | text                 |
    | 孙阿姨   | 北苑居民区 | car_parking | 晚上回来没有车位     |
    | 李阿姨   | 南泾居民区 | car_parking | 消防通道被车辆占用   |
  And every committee has taken its issue up
  When every secretary raises the issue because "the street is not ours to mark"
  Then 柳岸街道 has 1 agenda item with 2 members
  And the agenda item of 柳岸街道 is submitted
  And the issues stand like this
    | reporter | state  | answer |
    | 孙阿姨   | raised |        |
    | 李阿姨   | raised |        |
  When 柳岸街道 executes the agenda item
  Then it is refused with
    | language | sentence |
    | zh       | 当前状态是“submitted”,不能执行“execute”。现在可以:classify, return, merge。 |
    | en       | It is "submitted" now, so "execute" is not possible. Possible now: classify, return, merge. |
  # silence is an act: three working days, one of them a working Sunday
  When nobody at 柳岸街道 acts until 2026-03-11 09:00
  Then the agenda item of 柳岸街道 is raised
  And 晴川区 has 1 agenda item with 1 members
  And the agenda item of 晴川区 is candidate
  When nobody at 晴川区 acts until 2026-03-26 09:00
  Then the agenda item of 晴川区 is submitted
  When 晴川区 accepts the agenda item for traffic_office, planned for 2026-04-10
  And 晴川区 decides
    | measure        | who            | due        | yuan  | answer             | in English                  |
    | mark 40 spaces | traffic_office | 2026-05-01 | 20000 | 沿街新增四十个车位 | Forty spaces on the street  |
  Then nothing was refused
  And the agenda item of 柳岸街道 is decided
  And the issues stand like this
    | reporter | state       | answer             |
    | 孙阿姨   | in_progress | 沿街新增四十个车位 |
    | 李阿姨   | in_progress | 沿街新增四十个车位 |
  And the households are told
    | household | text               |
    | 孙阿姨    | 沿街新增四十个车位 |
    | 李阿姨    | 沿街新增四十个车位 |
