# Five committees have no room left for cars; the answer comes from the district and goes back to each household.
Story: the parking of five committees is answered by the district
  Given the district of 晴川区, where 北岸佳园 has not been asked yet
  When the parking year is played
  Then everything went through
  And the agenda items are
    | at       | from | of          | state   |
    | 柳岸街道 | 5    | issue       | decided |
    | 晴川区   | 1    | agenda_item | decided |
  And the item of 柳岸街道 has gone
    | action   | by     | now        |
    | begin    | 王书记 | candidate  |
    | submit   | 王书记 | submitted  |
    | classify | 老陈   | classified |
    | accept   | 老陈   | accepted   |
    | raise    | 老陈   | raised     |
    | answer   | sys    | decided    |
  And the item of 晴川区 has gone
    | action   | by     | now        |
    | begin    | 老陈   | candidate  |
    | submit   | 老陈   | submitted  |
    | classify | 方科长 | classified |
    | accept   | 方科长 | accepted   |
    | decide   | 方科长 | decided    |
  And the answer begins with
    | 中文                                         | English                                         |
    | 区交警部门同意在柳岸街道三条支路开放夜间停车 | The district traffic police allow night parking |
  And the parking issues stand like this
    | committee  | state       | answers | household told |
    | another    | in_progress | 1       | yes            |
    | another    | in_progress | 1       | yes            |
    | another    | in_progress | 1       | yes            |
    | another    | in_progress | 1       | yes            |
    | 北苑居民区 | finished    | 1       | yes            |
  When 方科长 tries to decide the item of 晴川区 once more
  Then it cannot be, because
    | 中文                                                     | English                                                                  |
    | 当前状态是“decided”,不能执行“decide”。现在可以:execute。 | It is "decided" now, so "decide" is not possible. Possible now: execute. |
  When 小林 tries to execute the item of 晴川区
  Then it cannot be, because
    | 中文                                             | English                                                                |
    | 您的角色不能在这里做这件事。请联系书记或管理员。 | Your role may not do this here. Ask the secretary or an administrator. |
  And what was written down in the audit trail still holds
  And nothing is stuck: whatever is not over has a next step
