import { moveCard } from '../../src/cards/custody.ts';
import { dropParcel, openParcel, packCard, sendParcel, unpackCard, unsendParcel } from '../../src/cards/parcels.ts';
import { sql } from '../../src/lib/db/sql.ts';
import { type Act, pick, some } from './shelf-acts.ts';

type Result = { ok: boolean; reason?: string };
const said = (act: string, { ok, reason }: Result): string => (ok ? act : `${act} ${reason}`);

/** What clerks do with parcels between the two offices: begun, packed, sent, received at the other end; and each of it taken back. */
export const parcel: Act = async (shelves, actor) => {
  const { arena, random, cards } = shelves;
  const { desk, city } = arena;
  const what = random.below(20);
  if (what < 6) {
    // Mostly a card that is on its way; now and then any, or to the wrong office.
    const one = await some<{ card: number; office: number }>(
      shelves,
      sql`SELECT p.card_id AS card, b.to_office AS office FROM cards.parcel_cards p JOIN cards.parcels b ON b.id = p.parcel_id JOIN cards.cards c ON c.id = p.card_id
        WHERE p.sent_event IS NOT NULL AND c.whereabouts = 'transit'`,
    );
    if (one === undefined) return 'nothing to receive';
    const toOfficeId = random.chance(0.1) ? city.main : one.office;
    return said('received', await moveCard(desk, actor, { cardId: one.card, event: 'received', toOfficeId }));
  }
  if (what === 6) {
    const sent = await some<{ id: number }>(
      shelves,
      sql`SELECT id FROM cards.parcels WHERE sent_at IS NOT NULL ORDER BY sent_at DESC LIMIT 2`,
    );
    return sent === undefined ? 'nothing sent' : said('sending back', await unsendParcel(desk, actor, sent.id));
  }
  const open = await some<{ id: number; from: number }>(
    shelves,
    sql`SELECT id, from_office AS "from" FROM cards.parcels WHERE sent_at IS NULL`,
  );
  if (open === undefined || random.chance(0.1)) {
    const [from, to] = random.chance(0.5) ? [city.main, city.branch] : [city.branch, city.main];
    return said('opened', await openParcel(desk, actor, from, to));
  }
  if (what < 15) {
    const there = await some<{ id: number }>(
      shelves,
      sql`SELECT id FROM cards.cards WHERE office_id = ${open.from} AND is_open AND whereabouts IN ('shelf', 'pulled', 'counter')`,
    );
    const card = there === undefined || random.chance(0.2) ? pick(random, cards) : there.id;
    return said('packed', await packCard(desk, actor, open.id, card));
  }
  const inside = await arena.db.rows<{ id: number }>(
    sql`SELECT card_id AS id FROM cards.parcel_cards WHERE parcel_id = ${open.id} ORDER BY position`,
  );
  const [first] = inside;
  if (first === undefined) return said('dropped', await dropParcel(desk, actor, open.id));
  if (what === 15) return said('unpacked', await unpackCard(desk, actor, open.id, first.id));
  return said(
    'sent',
    await sendParcel(
      desk,
      actor,
      open.id,
      inside.map(({ id }) => id),
    ),
  );
};
