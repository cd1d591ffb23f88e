import { explainDifference } from '../../../cards/stocktake.ts';
import { type CountedCard, readStocktake } from '../../../cards/stocktake-read.ts';
import { form, line } from '../../../lib/form/index.ts';
import type { FormErrors } from '../../../lib/html/index.ts';
import { rowId, smallId } from '../../../lib/values/ids.ts';
import { readForm } from '../../parts/form.tsx';
import { field, type ReadSubject, type SignedAsk } from '../../route.ts';
import { LONGEST } from './forms.ts';
import { nameOf } from './words.ts';

const BOX = /^why-(\d{1,9})-(\d{1,12})$/u;

/** One box to say why a card is not where it should be; all of a page stand in one form, so that no press loses what stands in another. */
export function Explain({ ask, stocktake, card }: { ask: SignedAsk; stocktake: number; card: CountedCard }) {
  const box = `why-${stocktake}-${card.cardId}`;
  return (
    <>
      <label class="unseen" for={box}>
        {nameOf(card)}の説明
      </label>
      <input class="input why-box" id={box} name={box} type="text" autoComplete="off" value={field(ask.body, box)} />
    </>
  );
}

type Saved = { ok: true; saved: number } | { ok: false; reason: string } | { ok: false; errors: FormErrors };

/**
 * Records every explanation that was typed. Where the text of one cannot be kept none is recorded, and all stand in their boxes again. One that is refused because
 * its count went on since has no box any more: the others are recorded all the same. In both cases the caller leaves the press that follows undone.
 */
export async function saveExplanations(ask: SignedAsk): Promise<Saved> {
  const boxes = Object.keys(ask.body).filter((box) => BOX.test(box));
  const typed = readForm(
    ask,
    form<Record<string, string>>(Object.fromEntries(boxes.map((box) => [box, line('説明', LONGEST).or('')]))),
  );
  if (!typed.ok) return { ok: false, errors: typed.errors };
  let saved = 0;
  let refused: string | undefined;
  for (const box of boxes) {
    const explanation = typed.value[box] ?? '';
    const [, stocktake, card] = BOX.exec(box) ?? [];
    const [of, cardId] = [smallId(stocktake), rowId(card)];
    if (explanation === '' || !of.ok || !cardId.ok) continue;
    const said = await explainDifference(ask.db, ask.actor, { stocktake: of.value, cardId: cardId.value, explanation });
    if (said.ok) saved += 1;
    else refused ??= said.reason;
  }
  if (refused === undefined) return { ok: true, saved };
  return { ok: false, reason: saved === 0 ? refused : 'some-explained' };
}

/** Of explanations set aside: of which box where the form is of one, and of how many cards. The boxes they were typed into ride along, so each goes to its own card. */
export const explainedCards: ReadSubject = async ({ ask, params, fields }) => {
  const cards = Object.entries(fields).filter(([box, text]) => BOX.test(box) && String(text).trim() !== '').length;
  const subject = [{ term: '説明したカード', value: `${cards}枚` }];
  if (params['id'] === undefined) return subject;
  const id = smallId(params['id']);
  const stocktake = id.ok ? await readStocktake(ask.db, id.value) : undefined;
  return stocktake && [{ term: '箱', value: `${stocktake.cabinet} ${stocktake.box}（${stocktake.officeName}）` }, ...subject];
};

export const NOTHING_TYPED = '説明を入力してください。';
