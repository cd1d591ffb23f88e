import { readScan } from '../../../cards/scan.ts';
import {
  beginStocktake,
  checkStocktake,
  dropStocktake,
  endStocktake,
  reopenStocktake,
  seeCard,
  unseeCard,
} from '../../../cards/stocktake.ts';
import {
  cardsOfStocktake,
  openDifferencesAt,
  openDifferencesCount,
  readStocktake,
  type Stocktake,
  uncheckedAt,
  uncheckedCount,
} from '../../../cards/stocktake-read.ts';
import { printPdf } from '../../../lib/pdf/print.ts';
import { rowId, smallId } from '../../../lib/values/ids.ts';
import { recordTaken } from '../../../lists/remember.ts';
import { stocktakePaper } from '../../../lists/stocktake.ts';
import type { Feature } from '../../feature.ts';
import { idsOf } from '../../menu.ts';
import { readForm } from '../../parts/form.tsx';
import { withRow } from '../../parts/row.tsx';
import { readCode } from '../../parts/scan-form.tsx';
import { viewerOf } from '../../parts/viewer.ts';
import { paths, withQuery } from '../../paths.ts';
import { type Answer, field, file, get, go, type Kept, needs, post, type Route, type SignedAsk } from '../../route.ts';
import { countPage } from './count.tsx';
import { differencesPage, explainDifferences } from './differences.tsx';
import { explainedCards, NOTHING_TYPED, saveExplanations } from './explain.tsx';
import { noteForm } from './forms.ts';
import { stocktakesPage } from './list.tsx';
import { scan } from './scan.tsx';

const RIGHT = 'cards.move';

const withStocktake = withRow<Stocktake>((ask, id) => readStocktake(ask.db, id));

/** Begins the count of the box whose label was read, or that was chosen. */
async function begin(ask: SignedAsk): Promise<Answer> {
  const code = readCode(ask);
  const scanned = code === '' ? undefined : await readScan(ask.db, viewerOf(ask), code);
  if (scanned !== undefined && scanned.kind !== 'box')
    return stocktakesPage(ask, ask.body, { code: '箱のラベルではありません。箱のラベルを読み取るか、箱を選んでください。' });
  const chosen = smallId(ask.body['box']);
  const placeId = scanned?.placeId ?? (chosen.ok ? chosen.value : undefined);
  const begun = placeId === undefined ? undefined : await beginStocktake(ask.db, ask.actor, placeId);
  return begun?.ok === true
    ? go(paths.stocktake(begun.value))
    : stocktakesPage(ask, ask.body, { [code === '' ? 'box' : 'code']: 'この箱は、使われていません。別の箱を選んでください。' });
}

type Act = Parameters<typeof paths.stocktakeAct>[1];
type Ended = { ok: true; done: string } | { ok: false; reason: string };
const ended = (outcome: { ok: true } | { ok: false; reason: string }, done: string): Ended =>
  outcome.ok ? { ok: true, done } : { ok: false, reason: outcome.reason };

/** Boxes that were ticked: each is an act of its own; one that somebody else has counted meanwhile does no harm. */
async function tick(ask: SignedAsk, stocktake: Stocktake): Promise<Ended> {
  const cards = Object.keys(ask.body).flatMap((box) => {
    const id = box.startsWith('card-') ? rowId(box.slice('card-'.length)) : undefined;
    return id?.ok === true ? [id.value] : [];
  });
  for (const cardId of cards) {
    const seen = await seeCard(ask.db, ask.actor, { stocktake: stocktake.id, cardId, put: false });
    if (!seen.ok) return { ok: false, reason: seen.reason };
  }
  return { ok: true, done: cards.length === 0 ? '' : 'ticked' };
}

const back = (stocktake: Stocktake, result: Ended): Answer =>
  go(withQuery(paths.stocktake(stocktake.id), result.ok ? { done: result.done } : { refused: result.reason }));

const act = (name: Act, kept: Kept, work: (ask: SignedAsk, stocktake: Stocktake) => Promise<Answer>): Route =>
  post(paths.stocktakeAct(':id', name), RIGHT, kept, withStocktake(work));

const ofCard = (name: Act, kept: string, work: (ask: SignedAsk, stocktake: Stocktake, cardId: number) => Promise<Ended>): Route =>
  act(name, kept, async (ask, stocktake) => {
    const card = rowId(ask.body['card']);
    return back(stocktake, card.ok ? await work(ask, stocktake, card.value) : { ok: false, reason: 'unknown' });
  });

async function end(ask: SignedAsk, stocktake: Stocktake): Promise<Answer> {
  const typed = readForm(ask, noteForm);
  if (!typed.ok) return countPage(ask, stocktake, { errors: typed.errors });
  const outcome = await endStocktake(ask.db, ask.actor, {
    stocktake: stocktake.id,
    seen: field(ask.body, 'seen'),
    note: typed.value.note ?? '',
  });
  return back(stocktake, ended(outcome, 'ended'));
}

/** Records every explanation that was typed, then runs the press. Where a text cannot be kept nothing is done, and the page comes back with what was typed; where one is refused the others are kept, and the press is not run. */
const withExplanations =
  (press: (ask: SignedAsk, stocktake: Stocktake, saved: number) => Promise<Answer>) =>
  async (ask: SignedAsk, stocktake: Stocktake): Promise<Answer> => {
    const said = await saveExplanations(ask);
    if (!said.ok) return 'errors' in said ? countPage(ask, stocktake, { errors: said.errors }) : back(stocktake, said);
    return press(ask, stocktake, said.saved);
  };

const explained = async (ask: SignedAsk, stocktake: Stocktake, saved: number): Promise<Answer> =>
  saved === 0 ? countPage(ask, stocktake, { errors: { why: NOTHING_TYPED } }) : back(stocktake, { ok: true, done: 'explained' });

async function paper(ask: SignedAsk, stocktake: Stocktake): Promise<Answer> {
  const cards = await cardsOfStocktake(ask.db, viewerOf(ask), stocktake.id);
  const box = `${stocktake.cabinet} ${stocktake.box}`;
  await recordTaken(ask.db, ask.actor, { list: '棚卸表', sentence: box, rows: cards.length, format: 'pdf' });
  const pdf = await printPdf(stocktakePaper(stocktake, cards, { at: ask.now, by: ask.session.name }));
  return file('application/pdf', `棚卸表_${stocktake.id}.pdf`, pdf);
}

const EXPLAINS: Kept = { words: '棚卸の差異の説明', of: explainedCards };

export const stocktakeFeature: Feature = {
  routes: [
    get(paths.stocktakes, RIGHT, (ask) => stocktakesPage(ask, ask.query)),
    post(paths.stocktakes, RIGHT, '棚卸の開始', begin),
    get(paths.stocktakeDifferences, RIGHT, (ask) => differencesPage(ask)),
    post(paths.stocktakeDifferences, RIGHT, EXPLAINS, explainDifferences),
    get(
      paths.stocktake(':id'),
      RIGHT,
      withStocktake((ask, stocktake) => countPage(ask, stocktake)),
    ),
    post(paths.stocktake(':id'), RIGHT, '棚卸のカードの読み取り', withStocktake(scan)),
    needs('lists.take', get(paths.stocktakePdf(':id'), RIGHT, withStocktake(paper))),
    act('tick', '棚卸のカードの確認', async (ask, stocktake) => back(stocktake, await tick(ask, stocktake))),
    ofCard('put', '棚卸で見つかったカードの保管', async (ask, { id }, cardId) =>
      ended(await seeCard(ask.db, ask.actor, { stocktake: id, cardId, put: true }), 'put'),
    ),
    ofCard('unsee', '棚卸のカードの確認の取り消し', async (ask, { id }, cardId) =>
      ended(await unseeCard(ask.db, ask.actor, { stocktake: id, cardId }), 'unseen'),
    ),
    act('end', '棚卸の終了', end),
    act(
      'reopen',
      '棚卸の再開',
      withExplanations(async (ask, stocktake) =>
        back(stocktake, ended(await reopenStocktake(ask.db, ask.actor, stocktake.id), 'reopened')),
      ),
    ),
    act(
      'check',
      '棚卸の結果の確認',
      withExplanations(async (ask, stocktake) =>
        back(stocktake, ended(await checkStocktake(ask.db, ask.actor, stocktake.id), 'checked')),
      ),
    ),
    act('drop', '棚卸の取りやめ', async (ask, stocktake) =>
      back(stocktake, ended(await dropStocktake(ask.db, ask.actor, stocktake.id), 'dropped')),
    ),
    act('explain', EXPLAINS, withExplanations(explained)),
  ],
  menu: [{ group: 'cards', href: paths.stocktakes, words: '棚卸', right: RIGHT, also: [paths.stocktakeDifferences] }],
  waits: [
    {
      words: '棚卸の確認',
      why: '数え終えた箱です。数えていない職員が、箱と差異を確かめて、確認を記録してください。',
      urgency: 'calm',
      href: paths.stocktakes,
      right: RIGHT,
      count: () => uncheckedCount,
      atOwn: { count: (at) => uncheckedAt(idsOf(at)), href: ({ code }) => withQuery(paths.stocktakes, { office: code }) },
      answers: ['storage.stocktake-checked', 'storage.stocktake-reopened'],
      takesBack: ['storage.stocktake-checked'],
    },
    {
      words: '棚卸の差異',
      why: '見つからないカードか、別の箱にあったカードです。探すか、理由を入力してください。',
      urgency: 'soon',
      href: paths.stocktakeDifferences,
      right: RIGHT,
      count: () => openDifferencesCount,
      atOwn: { count: (at) => openDifferencesAt(idsOf(at)), href: () => paths.stocktakeDifferences },
      answers: ['storage.difference-explained'],
    },
  ],
};
