import { recordView } from '../../../audit/view.ts';
import { listPlaces, type Place } from '../../../cards/places.ts';
import { meantBy, readScan } from '../../../cards/scan.ts';
import { Button, PostForm } from '../../../lib/html/index.ts';
import { foldWidth, removeSpaces } from '../../../lib/japanese/width.ts';
import { nothing } from '../../parts/subject.ts';
import { viewerOf } from '../../parts/viewer.ts';
import { paths, withQuery } from '../../paths.ts';
import { type Answer, field, go, post, type Route, type SignedAsk } from '../../route.ts';
import { officeOf, storageOffices } from './offices.tsx';

const MOST = 100;

/** Why nothing was opened. */
export const OPEN_REFUSED: Readonly<Record<string, string>> = {
  unknown:
    '読み取った箱・カードは、見つかりません。箱のラベル、箱の名称（例：A棚 21箱）、カードのラベル、交付通知書IDのどれかを読み取るか、入力してください。',
  several: '同じ交付通知書IDのカードが、2枚以上あります。カードのラベルを読み取ってください。',
  'no-box': 'このカードには、箱の記録がありません。「検索」で、カードの所在を確かめてください。',
};

/** Leads from a label, a card or the name of a box to the box. What is typed stands in no address. */
export const OpenForm = ({ ask, office }: { ask: SignedAsk; office: string }) => (
  <PostForm action={paths.openBox} token={ask.token} class="shelf-open" hidden={{ office }}>
    <label for="open-code">箱・カード</label>
    <input class="input" id="open-code" name="code" type="text" autocomplete="off" />
    <Button kind="second">開く</Button>
  </PostForm>
);

const folded = (text: string): string => removeSpaces(foldWidth(text));
const named = (places: readonly Place[], typed: string): Place | undefined =>
  places.find(({ cabinet, box }) => folded(`${cabinet}${box}`) === folded(typed));

async function open(ask: SignedAsk): Promise<Answer> {
  const office = officeOf(ask, await storageOffices(ask), ask.body);
  const back = (refused: string): Answer => go(withQuery(paths.storage, { office: office?.code ?? '', refused }));
  const typed = field(ask.body, 'code').trim().slice(0, MOST);
  if (typed === '' || office === undefined) return back('');
  const box = named(await listPlaces(ask.db, office.id), typed);
  if (box !== undefined) return go(paths.box(box.id));
  const scanned = await readScan(ask.db, viewerOf(ask), typed);
  if (scanned.kind === 'box') return go(paths.box(scanned.placeId));
  // As a search: whom this account may not see (支援措置) it does not find, and each look leaves a line.
  const seen = scanned.kind === 'cards' ? scanned.cards.filter(({ who }) => who !== null) : [];
  await recordView(ask.db, ask.actor, { saw: 'search', hits: seen.length });
  const meant = meantBy(seen);
  if (meant === undefined) return back('unknown');
  if ('several' in meant) return back('several');
  return meant.one.placeId === null ? back('no-box') : go(paths.box(meant.one.placeId));
}

export const openRoutes: readonly Route[] = [post(paths.openBox, 'cards.move', { words: '箱の検索', of: nothing }, open)];
