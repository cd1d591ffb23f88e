import { recordView } from '../../../audit/view.ts';
import { meantBy, readScan, type ScannedCard, scannedCards } from '../../../cards/scan.ts';
import { recentSetUps, type SetUpAct, setUp, setUpAt, undoSetUp } from '../../../cards/set-up.ts';
import type { Stop } from '../../../counter/judge-scan.ts';
import { clockTime } from '../../../lib/dates/format.ts';
import { cityMinute, deskMoment } from '../../../lib/dates/jst.ts';
import { Button, PostForm } from '../../../lib/html/index.ts';
import { rowId } from '../../../lib/values/ids.ts';
import { type RefusedScan, RefusedScanBox, ScanAnswerBox, scannedBirth, scannedName } from '../../parts/scan-answer.tsx';
import { readCode, ScanForm } from '../../parts/scan-form.tsx';
import { Section } from '../../parts/section.tsx';
import { SharedIdBox } from '../../parts/shared-id.tsx';
import { TitledPage } from '../../parts/titled-page.tsx';
import { viewerOf } from '../../parts/viewer.ts';
import { paths, withQuery } from '../../paths.ts';
import { type Answer, field, get, go, post, type Route, type SignedAsk, show } from '../../route.ts';

const RIGHT = 'cards.move';
const RECENT = 10;

type Recent = SetUpAct & { card: ScannedCard };
type ScanAnswer = { kind: 'done'; card: ScannedCard } | RefusedScan | { kind: 'several'; cards: readonly ScannedCard[] };

function AnswerBox({ ask, answer }: { ask: SignedAsk; answer: ScanAnswer }) {
  if (answer.kind === 'done')
    return <ScanAnswerBox look="done" says="設定済みにしました" place={answer.card.place ?? undefined} card={answer.card} />;
  if (answer.kind !== 'several') return <RefusedScanBox answer={answer} />;
  return <SharedIdBox ask={ask} cards={answer.cards} action={paths.setUp} submit="このカードを設定済みにする" />;
}

const SAID: Record<string, string> = { undone: '交付前設定の記録を取り消しました。' };
const REFUSED: Record<string, string> = { 'not-undone': '取り消せるのは、自分が本日記録したものだけです。' };

async function recentOf(ask: SignedAsk): Promise<Recent[]> {
  const acts = await recentSetUps(ask.db, ask.session.accountId, RECENT);
  const cards = await scannedCards(
    ask.db,
    viewerOf(ask),
    acts.flatMap(({ cardId }) => (cardId === null ? [] : [cardId])),
  );
  return acts.flatMap((one) => {
    const card = one.cardId === null ? undefined : cards.get(one.cardId);
    return card === undefined ? [] : [{ ...one, card }];
  });
}

async function page(ask: SignedAsk, refused?: ScanAnswer): Promise<Answer> {
  const recent = await recentOf(ask);
  const last = rowId(ask.query['last']);
  const done = recent.find(({ id }) => last.ok && id === last.value);
  const answer = refused ?? (done === undefined ? undefined : { kind: 'done' as const, card: done.card });
  const said = field(ask.query, 'done');
  return show(
    <TitledPage
      ask={ask}
      title="交付前設定を読み取る"
      crumbs={[{ href: paths.boxDays, words: '届いた箱' }]}
      said={SAID[said]}
      refused={REFUSED[said]}
    >
      <ScanForm
        ask={ask}
        action={paths.setUp}
        hint="設定を終えたカードの、ラベル、製造番号、交付通知書IDを読み取るか、入力してください。"
      />
      {answer !== undefined && <AnswerBox ask={ask} answer={answer} />}
      {recent.length > 0 && (
        <Section id="recent" title="本日、設定済みにしたカード">
          <ul class="scan-recent">
            {recent.map(({ id, at, card }) => (
              <li>
                <span>
                  {clockTime(cityMinute(at))}　{scannedName(card)}　{scannedBirth(card)}
                </span>
                <PostForm action={paths.undoSetUp} token={ask.token} hidden={{ act: String(id) }}>
                  <Button kind="second">
                    取消<span class="unseen">：{scannedName(card)}</span>
                  </Button>
                </PostForm>
              </li>
            ))}
          </ul>
        </Section>
      )}
    </TitledPage>,
    refused === undefined ? 200 : 409,
  );
}

/** Whether a scanned card may be set up; undefined: it may. */
async function stopOf(ask: SignedAsk, card: ScannedCard): Promise<Stop | undefined> {
  if (!card.isOpen)
    return {
      sign: '×',
      first: '別にしてください。',
      why: `このカードは、${card.who === null ? '終わっています' : `${card.statusName}です`}。`,
    };
  const own = ask.session.officeId;
  if (own !== null && card.officeId !== null && card.officeId !== own)
    return { sign: '×', first: '別にしてください。', why: `${card.officeName ?? '別の場所'}のカードです。` };
  const at = await setUpAt(ask.db, card.id);
  return at === null ? undefined : { sign: '！', first: '記録済みです。', why: `${deskMoment(at)}に設定済みになっています。` };
}

/** A refused scan is answered at once; whose card it shows stands in the log. */
async function stopped(ask: SignedAsk, answer: ScanAnswer): Promise<Answer> {
  const shown = answer.kind === 'several' ? answer.cards : answer.kind === 'unknown' ? [] : [answer.card];
  for (const { id } of shown) await recordView(ask.db, ask.actor, { saw: 'card', cardId: id });
  return page(ask, answer);
}

async function scan(ask: SignedAsk): Promise<Answer> {
  const typed = readCode(ask);
  if (typed === '') return go(paths.setUp);
  const scanned = await readScan(ask.db, viewerOf(ask), typed);
  const meant = scanned.kind === 'cards' ? meantBy(scanned.cards) : undefined;
  if (meant === undefined) return stopped(ask, { kind: 'unknown', code: typed });
  if ('several' in meant) return stopped(ask, { kind: 'several', cards: meant.several });
  const card = meant.one;
  const stop = await stopOf(ask, card);
  if (stop !== undefined) return stopped(ask, { kind: 'stopped', card, stop });
  const done = await setUp(ask.db, ask.actor, [card.id]);
  if (done.ok) return go(withQuery(paths.setUp, { last: done.value }));
  return stopped(ask, {
    kind: 'stopped',
    card,
    stop: { sign: '！', first: '記録済みです。', why: 'ほかの職員が先に記録しました。' },
  });
}

async function undo(ask: SignedAsk): Promise<Answer> {
  const id = rowId(ask.body['act']);
  const mine = (await recentSetUps(ask.db, ask.session.accountId, 200)).some((act) => id.ok && act.id === id.value);
  const undone = id.ok && mine ? await undoSetUp(ask.db, ask.actor, id.value) : undefined;
  return go(withQuery(paths.setUp, { done: undone?.ok === true ? 'undone' : 'not-undone' }));
}

/** Cards whose settings before handing over are made, one scan each. */
export const setUpRoutes: readonly Route[] = [
  get(paths.setUp, RIGHT, (ask) => page(ask)),
  post(paths.setUp, RIGHT, '交付前設定の記録', scan),
  post(paths.undoSetUp, RIGHT, '交付前設定の記録の取り消し', undo),
];
