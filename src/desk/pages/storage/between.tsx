import { recordView } from '../../../audit/view.ts';
import { type BoxedCard, cardsOfPlace } from '../../../cards/boxed.ts';
import { type BetweenRefusal, moveBetween } from '../../../cards/move-between.ts';
import { listPlaces, type Place, type PlaceRecord, readPlace } from '../../../cards/places.ts';
import { WHEREABOUTS_WORDS } from '../../../cards/whereabouts.ts';
import { PostForm, RadioGroup, Select } from '../../../lib/html/index.ts';
import { rowId, smallId } from '../../../lib/values/ids.ts';
import { Acts } from '../../parts/form.tsx';
import { withRow } from '../../parts/row.tsx';
import { TitledPage } from '../../parts/titled-page.tsx';
import { viewerOf } from '../../parts/viewer.ts';
import { paths, withQuery } from '../../paths.ts';
import { type Answer, get, go, post, type Route, type SignedAsk, show } from '../../route.ts';

const RIGHT = 'cards.move';

const REFUSED: Readonly<Record<BetweenRefusal, string>> = {
  unknown: '移す先の箱を選んでください。',
  same_box: '同じ箱です。別の箱を選んでください。',
  other_office: '移す先は、同じ場所の箱を選んでください。ほかの場所へは、回送してください。',
  nothing: '移すカードを選んでください。',
  changed_meanwhile: '画面を開いたあとに、この箱のカードが動きました。現在の内容を確かめて、もう一度押してください。',
  full: '移す先の箱に入りきりません。別の箱を選ぶか、カードを選び直してください。何も移していません。',
};

type Props = { place: PlaceRecord; cards: readonly BoxedCard[]; others: readonly Place[]; refused?: BetweenRefusal | undefined };

const Card = ({ card }: { card: BoxedCard }) =>
  card.whereabouts === 'shelf' ? (
    <label>
      <input type="checkbox" name={`card-${card.id}`} value="yes" /> <b>{card.position ?? '－'}</b> {card.who?.name ?? '支援措置'}
    </label>
  ) : (
    <span class="soft">
      {card.position ?? '－'} {card.who?.name ?? '支援措置'}（{WHEREABOUTS_WORDS[card.whereabouts]}。移りません）
    </span>
  );

/** Cards of a box to be moved: all, or those ticked; and where to. */
function BetweenPage({ ask, props: { place, cards, others, refused } }: { ask: SignedAsk; props: Props }) {
  const here = cards.filter(({ whereabouts }) => whereabouts === 'shelf');
  const title = `${place.cabinet} ${place.box}`;
  return (
    <TitledPage
      ask={ask}
      title={`${title}のカードを移す`}
      heading={`${place.officeName}　${title}のカードをほかの箱へ移す`}
      crumbs={[
        { href: paths.storage, words: '保管場所' },
        { href: paths.box(place.id), words: title },
      ]}
      refused={refused === undefined ? undefined : REFUSED[refused]}
    >
      {here.length === 0 ? (
        <p class="empty">この箱には、移せるカードがありません。</p>
      ) : (
        <PostForm action={paths.moveBox(place.id)} token={ask.token} class="desk-form" hidden={{ here: String(here.length) }}>
          <Select
            name="to"
            label="移す先の箱"
            need="must"
            options={[
              { value: '', label: '選んでください' },
              ...others.map(({ id, cabinet, box, cards: count, size }) => ({
                value: String(id),
                label: `${cabinet} ${box}（空き${Math.max(0, size - count)}）`,
              })),
            ]}
            value=""
          />
          <RadioGroup
            name="which"
            legend="移すカード"
            choices={[
              { value: 'all', label: `箱のカードすべて（${here.length}枚）` },
              { value: 'ticked', label: '下で印を付けたカードだけ' },
            ]}
            value="all"
          />
          <ul class="tick-list">
            {cards.map((card) => (
              <li>
                <Card card={card} />
              </li>
            ))}
          </ul>
          <Acts submit="カードを移したことを記録する" back={{ href: paths.box(place.id), words: 'やめる' }} />
        </PostForm>
      )}
    </TitledPage>
  );
}

async function page(ask: SignedAsk, place: PlaceRecord, refused?: BetweenRefusal): Promise<Answer> {
  const [cards, places] = await Promise.all([cardsOfPlace(ask.db, viewerOf(ask), place.id), listPlaces(ask.db, place.officeId)]);
  if (cards.length > 0 && refused === undefined)
    await recordView(ask.db, ask.actor, { saw: 'box', officeId: place.officeId, box: `${place.cabinet} ${place.box}` });
  const others = places.filter(({ id }) => id !== place.id);
  return show(<BetweenPage ask={ask} props={{ place, cards, others, refused }} />, refused === undefined ? 200 : 409);
}

/** Those that were ticked; or all that lie in the box, if they are as many as the page showed. */
async function chosen(ask: SignedAsk, place: PlaceRecord): Promise<number[] | undefined> {
  if (ask.body['which'] === 'ticked')
    return Object.keys(ask.body).flatMap((box) => {
      const id = box.startsWith('card-') ? rowId(box.slice('card-'.length)) : undefined;
      return id?.ok === true ? [id.value] : [];
    });
  const here = (await cardsOfPlace(ask.db, viewerOf(ask), place.id)).filter(({ whereabouts }) => whereabouts === 'shelf');
  return String(here.length) === ask.body['here'] ? here.map(({ id }) => id) : undefined;
}

const withBox = withRow((ask, id) => readPlace(ask.db, id));

export const betweenRoutes: readonly Route[] = [
  get(
    paths.moveBox(':id'),
    RIGHT,
    withBox((ask, place) => page(ask, place)),
  ),
  post(
    paths.moveBox(':id'),
    RIGHT,
    '箱のカードを移した記録',
    withBox(async (ask, place) => {
      const to = smallId(ask.body['to']);
      if (!to.ok) return page(ask, place, 'unknown');
      const cards = await chosen(ask, place);
      if (cards === undefined) return page(ask, place, 'changed_meanwhile');
      const moved = await moveBetween(ask.db, ask.actor, { from: place.id, to: to.value, cards });
      return moved.ok ? go(withQuery(paths.box(to.value), { moved: moved.value })) : page(ask, place, moved.reason);
    }),
  ),
];
