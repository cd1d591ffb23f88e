import { destroyBack, destroyCard, listToDestroy } from '../../../cards/destroy.ts';
import { readScan } from '../../../cards/scan.ts';
import { sql } from '../../../lib/db/sql.ts';
import type { Feature } from '../../feature.ts';
import { readCode } from '../../parts/scan-form.tsx';
import { viewerOf } from '../../parts/viewer.ts';
import { visibleCard } from '../../parts/visible-card.ts';
import { paths, withQuery } from '../../paths.ts';
import { type Answer, get, go, post, type SignedAsk, show } from '../../route.ts';
import { DestroyPage, MOST } from './view.tsx';

const RIGHT = 'cards.destroy';
const said = (words: string): Answer => go(withQuery(paths.destroy, { said: words }));

/** The card of a press: by its button, or by what was read; of several under one notice ID the one that is to be destroyed. */
async function pressed(ask: SignedAsk): Promise<number | 'unknown' | 'several' | 'not_due'> {
  if (ask.body['card'] !== undefined) return (await visibleCard(ask, ask.body['card']))?.id ?? 'unknown';
  const scanned = await readScan(ask.db, viewerOf(ask), readCode(ask));
  if (scanned.kind !== 'cards' || scanned.cards.length === 0) return 'unknown';
  const due = new Set((await listToDestroy(ask.db, viewerOf(ask), MOST)).map((card) => card.id));
  const fitting = scanned.cards.filter((card) => due.has(card.id));
  if (fitting.length > 1) return 'several';
  return fitting[0]?.id ?? scanned.cards[0]?.id ?? 'unknown';
}

/** 廃棄: card by card, by two accounts. */
export const destroyFeature: Feature = {
  routes: [
    get(paths.destroy, RIGHT, async (ask) =>
      show(<DestroyPage ask={ask} cards={await listToDestroy(ask.db, viewerOf(ask), MOST)} />),
    ),
    post(paths.destroy, RIGHT, async (ask) => {
      const card = await pressed(ask);
      if (typeof card === 'string') return said(card);
      const done = await destroyCard(ask.db, ask.actor, card);
      return said(done.ok ? done.value : done.reason);
    }),
    post(paths.destroyBack, RIGHT, async (ask) => {
      const card = await visibleCard(ask, ask.body['card']);
      if (card === undefined) return said('unknown');
      return said((await destroyBack(ask.db, ask.actor, card.id)) ? 'back' : 'none');
    }),
  ],
  menu: [{ group: 'cards', href: paths.destroy, words: '廃棄', right: RIGHT }],
  waits: [
    {
      words: '廃棄の2人目の確認',
      why: '1人目が確かめたカードです。別の職員が確かめて、廃棄を記録してください。',
      href: paths.destroy,
      right: RIGHT,
      count: () => sql`SELECT count(*) FROM cards.destructions WHERE second_at IS NULL AND dropped_at IS NULL`,
    },
  ],
};
