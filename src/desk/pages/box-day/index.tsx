import { setUp, setUpsOfImport, undoSetUp } from '../../../cards/set-up.ts';
import {
  type BoxDay,
  cardsToSetUp,
  countBoxDays,
  explainNumber,
  listBoxDays,
  readBoxDay,
  tellNumber,
  unexplainedCount,
} from '../../../intake/box-day.ts';
import { deskMoment } from '../../../lib/dates/jst.ts';
import { fingerprint } from '../../../lib/fingerprint.ts';
import { type FormErrors, hasErrors, Pager, Says, Table, wholeCol } from '../../../lib/html/index.ts';
import { rowId } from '../../../lib/values/ids.ts';
import { grouped } from '../../../lib/values/numbers.ts';
import { can } from '../../../staff/rights.ts';
import type { Feature } from '../../feature.ts';
import { readForm } from '../../parts/form.tsx';
import { pageAsked } from '../../parts/pages.ts';
import { withRow } from '../../parts/row.tsx';
import { TitledPage } from '../../parts/titled-page.tsx';
import { paths, withQuery } from '../../paths.ts';
import { type Answer, field, get, go, post, type Route, type SignedAsk, show } from '../../route.ts';
import { numberForm } from './forms.ts';
import { setUpRoutes } from './set-up.tsx';
import { nextStep, openSteps, type Step, stepsOf } from './steps.ts';
import { BoxDayPage } from './view.tsx';

const RIGHT = 'cards.move';
const A_PAGE = 20;

/** The step to do next of a delivery, and the way to it. */
function nextOf(ask: SignedAsk, steps: readonly Step[]) {
  const next = nextStep(steps);
  if (next === undefined) return '';
  const { name, go: way } = next;
  if (way === undefined || !can(ask.session, way.right)) return name;
  return <a href={way.href}>{way.words}</a>;
}

/** Deliveries, those that are not done first: what is left to do of each. */
async function listPage(ask: SignedAsk): Promise<Answer> {
  const { page: at, pages, ...stretch } = pageAsked(ask, await countBoxDays(ask.db), A_PAGE);
  const days = await listBoxDays(ask.db, stretch);
  return show(
    <TitledPage ask={ask} title="届いた箱">
      <Says class="lead">
        取り込んだ一覧ごとに、枚数の確認から通知の発送までの作業がどこまで進んだかを見ます。作業が残っている一覧が先に出ます。
      </Says>
      <Table
        caption="届いた箱"
        wide
        empty="取り込んだ一覧は、まだありません。"
        columns={['一覧', wholeCol('取込み'), { head: 'カード', right: true, whole: true }, '残っている作業', '次の作業']}
        rows={days.map((day) => {
          const steps = stepsOf(day);
          const left = steps.filter((step) => step.beside !== true && step.left !== 0);
          return [
            <a href={paths.boxDay(day.importId)}>{day.fileName}</a>,
            deskMoment(day.at),
            `${grouped(day.cards)}枚`,
            openSteps(steps) === 0
              ? '✓ すべて済みました'
              : left
                  .map(({ name, left: count }) => (count === null || name === '枚数の確認' ? name : `${name} ${grouped(count)}`))
                  .join('、'),
            nextOf(ask, steps),
          ];
        })}
      />
      <Pager page={at} pages={pages} href={(to) => withQuery(paths.boxDays, { page: to })} />
    </TitledPage>,
  );
}

async function page(ask: SignedAsk, day: BoxDay, errors: FormErrors = {}, status = 200): Promise<Answer> {
  const [acts, cards] = await Promise.all([setUpsOfImport(ask.db, day.importId), cardsToSetUp(ask.db, day.importId)]);
  return show(
    <BoxDayPage ask={ask} props={{ day, steps: stepsOf(day), acts, seen: fingerprint(cards), errors }} />,
    hasErrors(errors) ? 422 : status,
  );
}

const back = ({ importId }: BoxDay, done: string): Answer => go(withQuery(paths.boxDay(importId), { done }));

/** The numbers, then why they differ. The numbers are told anew where they are others, or another reason is given; a reason for numbers that are the same is not kept. */
async function told(ask: SignedAsk, day: BoxDay): Promise<Answer> {
  const typed = readForm(ask, numberForm);
  if (!typed.ok) return page(ask, day, typed.errors);
  const { why, ...numbers } = typed.value;
  const same = day.told?.cards === numbers.cards && day.told.counted === numbers.counted;
  if (!same || (why !== '' && day.told?.explainedAt !== null)) await tellNumber(ask.db, ask.actor, day.importId, numbers);
  if (why === '') return back(day, 'told');
  const said = await explainNumber(ask.db, ask.actor, day.importId, why);
  return back(day, said.ok ? 'explained' : 'no-difference');
}

/** All that are left of a delivery, as the page showed them. */
async function setUpAll(ask: SignedAsk, day: BoxDay): Promise<Answer> {
  const cards = await cardsToSetUp(ask.db, day.importId);
  if (fingerprint(cards) !== field(ask.body, 'seen')) return back(day, 'stale');
  const done = await setUp(ask.db, ask.actor, cards, day.importId);
  return back(day, done.ok ? 'set-up' : 'stale');
}

async function undo(ask: SignedAsk, day: BoxDay): Promise<Answer> {
  const id = rowId(ask.body['act']);
  const mine = (await setUpsOfImport(ask.db, day.importId)).some((act) => id.ok && act.id === id.value);
  const undone = id.ok && mine ? await undoSetUp(ask.db, ask.actor, id.value) : undefined;
  return back(day, undone?.ok === true ? 'undone' : 'stale');
}

const withDay = withRow<BoxDay>((ask, id) => readBoxDay(ask.db, id));
const act = (
  name: Parameters<typeof paths.boxDayAct>[1],
  kept: string,
  work: (ask: SignedAsk, day: BoxDay) => Promise<Answer>,
): Route => post(paths.boxDayAct(':id', name), RIGHT, kept, withDay(work));

export const boxDayFeature: Feature = {
  routes: [
    get(paths.boxDays, RIGHT, listPage),
    get(
      paths.boxDay(':id'),
      RIGHT,
      withDay((ask, day) => page(ask, day)),
    ),
    act('told', '届いた枚数・一致しない理由の記録', told),
    act('set-up', '交付前設定の記録', setUpAll),
    act('undo', '交付前設定の記録の取り消し', undo),
    ...setUpRoutes,
  ],
  menu: [{ group: 'cards', href: paths.boxDays, words: '届いた箱', right: RIGHT, also: [paths.setUp] }],
  waits: [
    {
      words: '届いた枚数の差異',
      why: 'J-LISの枚数、一覧の枚数、数えた枚数が一致していません。探すか、理由を入力してください。',
      urgency: 'soon',
      call: '枚数が合わないときは、J-LIS。',
      href: paths.boxDays,
      right: RIGHT,
      count: () => unexplainedCount,
      answers: ['intake.number-explained'],
    },
  ],
};
