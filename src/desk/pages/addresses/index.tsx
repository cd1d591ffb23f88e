import { recordView } from '../../../audit/view.ts';
import {
  lastSettled,
  type SettledAddress,
  settleAddress,
  type ToldAddress,
  toldAddresses,
  toldCount,
  unsettleAddress,
} from '../../../cards/addresses.ts';
import { deskMoment } from '../../../lib/dates/jst.ts';
import { Button, PostForm, Says, Table, wholeCol } from '../../../lib/html/index.ts';
import { printable } from '../../../lib/japanese/printable.ts';
import { smallId } from '../../../lib/values/ids.ts';
import type { Feature } from '../../feature.ts';
import { Section } from '../../parts/section.tsx';
import { person } from '../../parts/subject.ts';
import { TitledPage } from '../../parts/titled-page.tsx';
import { viewerOf } from '../../parts/viewer.ts';
import { visibleCard } from '../../parts/visible-card.ts';
import { paths, withQuery } from '../../paths.ts';
import { type Answer, field, get, go, needs, post, type SignedAsk, show } from '../../route.ts';

const RIGHT = 'people.status';
const LAST = 20;

const SAID: Readonly<Record<string, string>> = {
  taken: '一覧の住所に変更しました。',
  kept: '確かめた住所を残しました。',
  undone: '判断を取り消しました。もう一度、判断してください。',
};
const STALE = 'ほかの職員の操作か取込みで、内容が変わりました。現在の内容を確かめてください。何も変更していません。';

const line = (postal: string, address: string): string => `${postal === '' ? '' : `〒${postal} `}${printable(address).text}`;

function Told({ ask, told }: { ask: SignedAsk; told: readonly ToldAddress[] }) {
  return (
    <Table
      caption="一覧と異なる住所"
      wide
      empty="一覧と異なる住所は、ありません。"
      columns={[wholeCol('氏名'), '職員が確かめた住所', '一覧の住所', '判断']}
      rows={told.map((one) => [
        <>
          <a href={paths.person(one.cardId)}>{printable(one.who?.name ?? '').text}</a>
          <span class="sub code">{one.noticeId}</span>
        </>,
        <>
          {line(one.postalCode, one.address)}
          <span class="sub">
            {deskMoment(one.checkedAt)} {one.checkedBy ?? ''}
          </span>
        </>,
        <>
          {line(one.toldPostal, one.toldAddress)}
          <span class="sub">取込み {one.importId}番</span>
        </>,
        <PostForm action={paths.settleAddress(one.cardId)} token={ask.token} hidden={{ import: String(one.importId) }}>
          <p class="acts">
            <Button kind="second" name="act" value="keep">
              確かめた住所を残す<span class="unseen">：{one.noticeId}</span>
            </Button>
            <Button kind="second" name="act" value="take">
              一覧の住所にする<span class="unseen">：{one.noticeId}</span>
            </Button>
          </p>
        </PostForm>,
      ])}
    />
  );
}

function Last({ ask, settled }: { ask: SignedAsk; settled: readonly SettledAddress[] }) {
  if (settled.length === 0) return null;
  return (
    <Section id="settled" title="最近の判断">
      <Table
        caption="住所の判断の履歴"
        wide
        columns={[wholeCol('日時'), '職員', wholeCol('氏名'), '判断', '取り消し']}
        rows={settled.map(({ cardId, noticeId, who, taken, at, by }) => [
          deskMoment(at),
          by ?? '',
          <a href={paths.person(cardId)}>{printable(who?.name ?? '').text}</a>,
          taken ? '一覧の住所にした' : '確かめた住所を残した',
          <PostForm action={paths.unsettleAddress(cardId)} token={ask.token}>
            <Button kind="second">
              判断を取り消す<span class="unseen">：{noticeId}</span>
            </Button>
          </PostForm>,
        ])}
      />
    </Section>
  );
}

/** Addresses that a list says otherwise than staff checked: nothing is overwritten before somebody decides. */
async function page(ask: SignedAsk): Promise<Answer> {
  const viewer = viewerOf(ask);
  const [told, settled] = await Promise.all([toldAddresses(ask.db, viewer), lastSettled(ask.db, viewer, LAST)]);
  if (told.length + settled.length > 0)
    await recordView(ask.db, ask.actor, { saw: 'search', hits: told.length + settled.length });
  const done = field(ask.query, 'done');
  return show(
    <TitledPage
      ask={ask}
      title="一覧と異なる住所"
      crumbs={[{ href: paths.todo, words: '対応が必要' }]}
      said={SAID[done]}
      refused={done === 'stale' ? STALE : undefined}
    >
      <Says class="lead">
        返戻のときに職員が確かめた住所と、そのあとに取り込んだ一覧の住所が異なる方です。判断するまで、確かめた住所を使います。
      </Says>
      <Told ask={ask} told={told} />
      <Last ask={ask} settled={settled} />
    </TitledPage>,
  );
}

const back = (done: string): Answer => go(withQuery(paths.toldAddresses, { done }));

async function settle(ask: SignedAsk): Promise<Answer> {
  const [card, importId] = [await visibleCard(ask, ask.params['card']), smallId(ask.body['import'])];
  if (card === undefined || !importId.ok) return back('stale');
  const take = field(ask.body, 'act') === 'take';
  const done = await settleAddress(ask.db, ask.actor, { cardId: card.id, importId: importId.value, take });
  return back(done.ok ? (take ? 'taken' : 'kept') : 'stale');
}

async function unsettle(ask: SignedAsk): Promise<Answer> {
  const card = await visibleCard(ask, ask.params['card']);
  const done = card === undefined ? undefined : await unsettleAddress(ask.db, ask.actor, card.id);
  return back(done?.ok === true ? 'undone' : 'stale');
}

export const addressesFeature: Feature = {
  routes: [
    needs('people.see', get(paths.toldAddresses, RIGHT, page)),
    needs('people.see', post(paths.settleAddress(':card'), RIGHT, { words: '一覧と異なる住所の判断', of: person }, settle)),
    needs(
      'people.see',
      post(paths.unsettleAddress(':card'), RIGHT, { words: '一覧と異なる住所の判断の取り消し', of: person }, unsettle),
    ),
  ],
  menu: [{ group: 'todo', href: paths.toldAddresses, words: '一覧と異なる住所', right: RIGHT }],
  waits: [
    {
      words: '一覧と異なる住所',
      why: '返戻のときに確かめた住所と、取り込んだ一覧の住所が異なります。どちらが正しいかを判断してください。',
      urgency: 'calm',
      href: paths.toldAddresses,
      right: RIGHT,
      count: toldCount,
      answers: ['card.address-settled', 'card.address-settle-undone'],
    },
  ],
};
