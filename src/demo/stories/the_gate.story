# The founding story: what 418 households answered becomes a gate, and each of those who asked for it hears of it.
Story: it was the gate
  Given the district of 晴川区, where 北岸佳园 has not been asked yet

  # what is expected is written down before anybody sees a number
  When 王书记 tries to open the results of the committee
  Then it cannot be, because
    | 中文                                                                                                         | English                                                                                                                                                                  |
    | 请先写下您对这一轮的估计(或写明理由跳过),再看结果:看过结果就不再是估计了。请打开“需求”页填写。 | First write down what you expect of this round (or skip it with a reason), then see the results: afterwards it would be no guess. Open the needs page to do so. |
  When the secretaries write down what they expect
  And 王书记 opens the results of the committee
  Then everything went through
  When 王书记 tries to guess again
  Then it cannot be, because
    | 中文                                                                      | English                                                                                                             |
    | 您对这一轮的估计(或跳过的理由)已经记下,不能再改。请直接打开结果。 | Your guess for this round (or your reason to skip it) is recorded and cannot be changed. Open the results. |
  When the day is 2026-05-30

  # answers on paper come in as one table
  When 陆书记 tries to look at the file with the answers of 北岸佳园
  Then it cannot be, because
    | 中文                                                  | English                                                                              |
    | 没有找到这个页面或记录。请检查地址,或从列表重新打开。 | This page or record was not found. Check the address or open it again from its list. |
  When 王书记 looks at the file with the answers of 北岸佳园
  Then the preview says
    | rows | wrong |
    | 418  | 0     |
  When 王书记 confirms the import
  Then everything went through
  And the needs of 北岸佳园 begin with
    | need       | answered | yes | share   | interval    | rank |
    | facilities | 418      | 376 | 89.95 % | 87.4–92.1 % | 1–1  |
  And 北岸佳园 is unlike estates of its age
    | place    | need       | share | expected | verdict  |
    | 北岸佳园 | facilities | 90 %  | 58 %     | surprise |
  And 王书记 had expected
    | need       | expected | share | verdict  |
    | facilities | 40–60 %  | 90 %  | surprise |

  # why they say so
  When a candidate opens by itself
  Then the need is candidate
  When 王书记 draws the households to visit
  Then the need is under_visit
  And the visits are
    | said yes | said no |
    | 12       | 2       |
  When 王书记 tries to confirm the need
  Then it cannot be, because
    | 中文                                                     | English                                                                                    |
    | 查因走访至少 5 户（不足 5 户时全部）；请继续走访。       | At least 5 follow-up visits (or all) are needed; go on visiting.                           |
    | 走访记录须有确认人以外的人所写；请让同事走访。           | Some notes must be by somebody else than the person who confirms; let a colleague visit.   |
    | 半数以上走访须指向同一原因，否则请写明为何没有单一原因。 | One cause must be named in half of the visits; otherwise write why there is no single one. |
  When 小林 visits them and writes down why
  Then the causes are
    | cause            | visits |
    | gate_and_paths   | 9      |
    | lighting         | 2      |
    | drying_and_seats | 1      |
  When 陆书记 tries to confirm the need
  Then it cannot be, because
    | 中文                                             | English                                                                |
    | 您的角色不能在这里做这件事。请联系书记或管理员。 | Your role may not do this here. Ask the secretary or an administrator. |
  When 王书记 confirms that it is the gate
  Then everything went through
  And the need is confirmed

  # 136,000 of the 250,000 yuan
  When 王书记 starts a project for it
  And 小林 works out what it costs
  Then everything went through
  And the need is routed
  And the project is
    | title            | state  | yuan   | alternatives | households affected |
    | 北岸佳园大门改造 | costed | 136000 | 3            | 1180                |
  When 王书记 tries to approve the project
  Then it cannot be, because
    | 中文                                                                     | English                                                                                  |
    | 当前状态是“costed”,不能执行“approve”。现在可以:consult, return, cancel。 | It is "costed" now, so "approve" is not possible. Possible now: consult, return, cancel. |

  # three drafts, each nearer to what the residents want
  When draft 1 is put to the residents
  And draft 2 is put to the residents
  And draft 3 is put to the residents
  Then everything went through
  And the residents have said
    | draft | yes | no  | abstain | in favour | answer  |
    | 1     | 168 | 120 | 12      | 56 %      | revise  |
    | 2     | 259 | 82  | 9       | 74 %      | revise  |
    | 3     | 352 | 41  | 7       | 88 %      | adopted |
  When the hearing is held
  And the owners vote
  Then everything went through
  And the owners' vote is passed
  When 王书记 tries to approve the project
  Then it cannot be, because
    | 中文                                   | English                                                          |
    | 提出人不能自己批准；请另一位书记批准。 | Who proposed it does not approve it; ask another secretary.      |
    | 超过 5 万元须由街道批准；请提请街道。  | Above 50,000 yuan the sub-district approves; ask its dispatcher. |
  When 老陈 approves the project
  Then everything went through
  And the fund says
    | line    | granted | committed | paid | left  |
    | office  | 50000   | 0         | 0    | 50000 |
    | party   | 50000   | 0         | 0    | 50000 |
    | service | 150000  | 136000    | 0    | 14000 |

  # done, and every household that asked for it hears so
  When the gate is built and paid
  And residents accept it and the project is closed
  Then everything went through
  And the project is
    | title            | state  | yuan   | alternatives | households affected |
    | 北岸佳园大门改造 | closed | 136000 | 3            | 1180                |
  And the fund says
    | line    | granted | committed | paid   | left  |
    | office  | 50000   | 0         | 0      | 50000 |
    | party   | 50000   | 0         | 0      | 50000 |
    | service | 150000  | 0         | 136000 | 14000 |
  And they say about the project
    | asked | answered | satisfied | share | interval    |
    | 376   | 143      | 129       | 90 %  | 84.2–94.1 % |
  When the committee goes from door to door with the news
  Then everything went through
  And the households that named it
    | households | told it is done | forgotten | four in five reached |
    | 376        | 376             | 0         | yes                  |
  And they say about the need
    | asked | answered | satisfied | share | interval    |
    | 376   | 150      | 135       | 90 %  | 84.2–93.8 % |
  And the need is fed_back
  And what was written down in the audit trail still holds
  And nothing is stuck: whatever is not over has a next step
