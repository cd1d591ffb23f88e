import { recordView } from '../../../audit/view.ts';
import { type Draft, isDraftWithin } from '../../../calendar/drafts.ts';
import { type AffectedRow, affectedBy } from '../../../closing/affected.ts';
import { TitledPage } from '../../parts/titled-page.tsx';
import { viewerOf } from '../../parts/viewer.ts';
import { said } from '../../parts/words.ts';
import { paths } from '../../paths.ts';
import { type Answer, field, get, post, type Route, type SignedAsk, show } from '../../route.ts';
import { AffectedList, Figures } from '../affected/list.tsx';
import { PhoneLinks, phoneRoutes } from '../affected/phone.tsx';
import { reached, shownOf, type TypedNotes } from '../affected/reached.ts';
import { REACHED_WORDS, type Shown } from '../affected/words.tsx';

const DONE: Record<string, string> = REACHED_WORDS;

/** The list of a published draft; `own`: the whole draft is of the account's offices, and its page theirs. */
type List = { draft: Draft; own: boolean };

/** Those whose time a published change of hours took away: where each stands now, whom to call. */
function AffectedPage({
  ask,
  list: { draft, own },
  rows,
  shown,
  notes,
}: {
  ask: SignedAsk;
  list: List;
  rows: AffectedRow[];
  shown: Shown;
  notes?: TypedNotes;
}) {
  const done = DONE[field(ask.query, 'done')];
  const refusal = said(field(ask.query, 'refused'));
  return (
    <TitledPage
      ask={ask}
      title="要振替になった予約"
      heading={`要振替になった予約：${draft.name}`}
      crumbs={[
        ...(own ? [{ href: paths.draft(draft.id), words: '公開した変更' }] : []),
        { href: paths.closings, words: '臨時閉庁の一覧' },
      ]}
      said={done}
      refused={refusal}
      wrong={notes !== undefined}
      errors={notes?.errors ?? {}}
    >
      <Figures rows={rows} />
      <ul class="may-do">
        <PhoneLinks ask={ask} of={`draft-${draft.id}`} pdf={paths.draftPhonePdf(draft.id)} csv={paths.draftPhoneCsv(draft.id)} />
      </ul>
      <AffectedList
        ask={ask}
        rows={rows}
        shown={shown}
        here={{ href: paths.draftAffected(draft.id), reachedHref: paths.draftReached(draft.id), notes }}
      />
    </TitledPage>
  );
}

type Named = (ask: SignedAsk, then: (draft: Draft) => Promise<Answer>) => Promise<Answer>;

/** The list of a published draft, on a page, on paper and as a file. `named`: the draft of the address, or a page that is not there. */
export function affectedRoutes(named: Named): readonly Route[] {
  const of = (ask: SignedAsk, draft: Draft) => ({ draftId: draft.id, bounds: ask.session.bounds });
  const list = (work: (ask: SignedAsk, list: List, rows: AffectedRow[]) => Promise<Answer> | Answer) => (ask: SignedAsk) =>
    named(ask, async (draft) => {
      const own = await isDraftWithin(ask.db, draft.id, ask.session.bounds);
      return work(ask, { draft, own }, await affectedBy(ask.db, of(ask, draft), viewerOf(ask)));
    });
  const looked = (ask: SignedAsk, draft: Draft) => recordView(ask.db, ask.actor, { saw: 'moved', draftId: draft.id });
  return [
    get(
      paths.draftAffected(':id'),
      'calendar.see',
      list(async (ask, one, rows) => {
        if (ask.query['done'] === undefined) await looked(ask, one.draft);
        return show(<AffectedPage ask={ask} list={one} rows={rows} shown={shownOf(ask.query['show'])} />);
      }),
    ),
    post(
      paths.draftReached(':id'),
      'booking.make',
      '要振替の方への連絡の記録',
      list((ask, one, rows) =>
        reached(ask, of(ask, one.draft), rows, paths.draftAffected(one.draft.id), (notes) => (
          <AffectedPage ask={ask} list={one} rows={rows} shown={shownOf(ask.body['show'])} notes={notes} />
        )),
      ),
    ),
    ...phoneRoutes(
      { pdf: paths.draftPhonePdf(':id'), csv: paths.draftPhoneCsv(':id') },
      (phone) => (ask) => named(ask, (draft) => phone(ask, `draft-${draft.id}`)),
    ),
  ];
}
