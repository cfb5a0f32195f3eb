// Checked by `npm run check`: what the pages read stands in the API document (UI-58). A member that the document does not
// name makes this file fail to compile.
import type { components } from '@shared/api/schema'
import type { Category } from '@shared/api/taxonomy'
import type { Estimate } from '@shared/estimate/estimate'
import type { Budget, LedgerEntry, Spending } from '../src/staff/budget/wire'
import type { ImportKind, ImportPreview } from '../src/staff/import/wire'
import type { AgendaDetail, AgendaItem, Issue, IssueDetail } from '../src/staff/issues/wire'
import type { Match, MatchRun, ServiceSession, UnmetNeed } from '../src/staff/matching/wire'
import type { AreaCell, AreaEstimates, AreaOfTable, AreaSurprise, AreaSurprises, AreaTable, Change, Comparison, FollowUpPlan, Need, NeedDetail, NeedEstimate, PanelChange } from '../src/staff/needs/wire'
import type { ConsultationRound, Draft } from '@shared/api/consultation'
import type { ConsultationRoundDetail, Meeting, OwnersVote } from '../src/staff/consultation/wire'
import type { Project, ProjectDetail } from '../src/staff/projects/wire'
import type { Offer } from '../src/staff/resources/wire'
import type { Round } from '../src/staff/shell/round'

type Wire = components['schemas']
type Unnamed<Page, Schema> = Exclude<keyof Page, keyof Schema>
type Named<Page, Schema> = [Unnamed<Page, Schema>] extends [never] ? 'named' : Unnamed<Page, Schema>

interface Checked {
  estimate: Named<Omit<Estimate, 'band2'>, Wire['Estimate']>
  need_estimate: Named<NeedEstimate, Wire['NeedEstimate']>
  area_estimates: Named<AreaEstimates, Wire['AreaEstimates']>
  area_table: Named<AreaTable, Wire['AreaTable']>
  area_of_table: Named<AreaOfTable, Wire['AreaOfTable']>
  area_cell: Named<AreaCell, Wire['AreaCell']>
  change: Named<Change, Wire['NeedChange']>
  comparison: Named<Comparison, Wire['RoundComparison']>
  panel_change: Named<PanelChange, Wire['PanelChange']>
  area_surprise: Named<AreaSurprise, Wire['AreaSurprise']>
  area_surprises: Named<AreaSurprises, Wire['AreaSurprises']>
  need: Named<Omit<Need, 'due'>, Wire['Need']>
  need_detail: Named<NeedDetail, Wire['NeedDetail']>
  follow_up_plan: Named<FollowUpPlan, Wire['FollowUpPlan']>
  offer: Named<Offer, Wire['Offer']>
  match: Named<Match, Wire['Match']>
  match_run: Named<MatchRun, Wire['MatchRun']>
  unmet_need: Named<UnmetNeed, Wire['UnmetNeed']>
  service_session: Named<ServiceSession, Wire['ServiceSession']>
  budget: Named<Budget, Wire['Budget']>
  ledger_entry: Named<LedgerEntry, Wire['LedgerEntry']>
  spending: Named<Spending, Wire['Spending']>
  import_kind: Named<ImportKind, Wire['ImportKind']>
  import_preview: Named<ImportPreview, Wire['ImportPreview']>
  issue: Named<Issue, Wire['Issue']>
  issue_detail: Named<IssueDetail, Wire['Issue']>
  agenda_item: Named<AgendaItem, Wire['AgendaItem']>
  agenda_detail: Named<AgendaDetail, Wire['AgendaItem']>
  category: Named<Category, Wire['Category']>
  round: Named<Round, Wire['Round']>
  project: Named<Project, Wire['Project']>
  project_detail: Named<ProjectDetail, Wire['ProjectDetail']>
  draft: Named<Draft, Wire['Draft']>
  consultation_round: Named<ConsultationRound, Wire['ConsultationRound']>
  consultation_detail: Named<ConsultationRoundDetail, Wire['ConsultationRoundDetail']>
  meeting: Named<Meeting, Wire['Meeting']>
  owners_vote: Named<OwnersVote, Wire['OwnersVote']>
}
type Faults = Exclude<Checked[keyof Checked], 'named'>

/** Where a member is not named, the compiler shows its name here. */
export const all_named: [Faults] extends [never] ? true : Faults = true
