import {
  type Handing,
  handOver,
  ITEM_WORDS,
  ITEMS,
  type Item,
  RECEIVER_WORDS,
  type Receiver,
  yenWords,
} from '../../../counter/handing.ts';
import { seenInHand } from '../../../counter/in-hand.ts';
import { form, line, radios, select } from '../../../lib/form/index.ts';
import { Notice, Says } from '../../../lib/html/index.ts';
import { readSetting } from '../../../site/settings.ts';
import { RecordedPlaces } from '../../parts/asked-in-hand.tsx';
import { paths } from '../../paths.ts';
import { field, type Route } from '../../route.ts';
import { askingRoutes } from './asking.tsx';

type Found = 'none' | 'collected' | 'lost';
type HandFields = Record<Item, Found> & { fee: string; receiver: Receiver; proxy: string | null; relation: string | null };

const itemField = (item: Item) =>
  select<Found>(
    ITEM_WORDS[item],
    [
      { value: 'none', label: 'なし' },
      { value: 'collected', label: '回収した' },
      { value: 'lost', label: '紛失の申出あり' },
    ],
    { usual: 'none' },
  );

/** What is chosen carries its amount: a fee that the city changed meanwhile is chosen anew. */
const paidOf = (yen: number): string => `paid-${yen}`;
const exemptOf = (yen: number): string => `exempt-${yen}`;

/** `yen`: the fee of the city for a new card instead of a lost one. */
const handForm = (yen: number) =>
  form<HandFields>(
    {
      receiver: radios<Receiver>(
        '受け取った方',
        (['holder', 'legal', 'proxy'] as const).map((value) => ({ value, label: RECEIVER_WORDS[value] })),
      ),
      proxy: line('代理人の氏名', 60, { need: 'silent' }).optional(),
      relation: line('ご本人との関係', 40, { need: 'silent', hint: '例：母、長女、成年後見人' }).optional(),
      'notice-card': itemField('notice-card'),
      'old-card': itemField('old-card'),
      'basic-card': itemField('basic-card'),
      fee: radios<string>(
        '手数料',
        [
          { value: 'none', label: 'なし' },
          ...(yen === 0
            ? []
            : [
                { value: paidOf(yen), label: `${yenWords(yen)}を受け取った` },
                { value: exemptOf(yen), label: '免除' },
              ]),
        ],
        { hint: '旧マイナンバーカードを紛失した方などの再交付手数料です。' },
      ),
    },
    {
      groups: [{ legend: '代理人のとき必須', of: ['proxy', 'relation'], class: 'period-under' }],
      rules: (values, say) => {
        if (yen > 0 && values['old-card'] === 'lost' && values.fee === 'none')
          say('fee', '旧マイナンバーカードを紛失した方です。受け取ったか、免除かを選んでください。');
        if (values.receiver === undefined || values.receiver === 'holder') {
          if (values.receiver === 'holder' && (typeof values.proxy === 'string' || typeof values.relation === 'string'))
            say('receiver', '代理人が入力されています。受け取った方を選び直すか、代理人の欄を空欄にしてください。');
          return;
        }
        if (values.proxy === null) say('proxy', '代理人の氏名を入力してください。');
        if (values.relation === null) say('relation', 'ご本人との関係を入力してください。');
      },
    },
  );

const itemsThat = (typed: HandFields, found: Found): Item[] => ITEMS.filter((item) => typed[item] === found);

const handingOf = (typed: HandFields, yen: number): Handing => ({
  collected: itemsThat(typed, 'collected'),
  lost: itemsThat(typed, 'lost'),
  fee: { due: typed.fee === 'none' ? 0 : yen, paid: typed.fee === paidOf(yen) ? yen : 0 },
  receiver: typed.receiver,
  proxy: typed.receiver === 'holder' ? null : { name: typed.proxy ?? '', relation: typed.relation ?? '' },
});

/** 交付済 with what was collected, the fee and who received the card. */
export const handOverRoutes: readonly Route[] = askingRoutes<HandFields>({
  path: paths.handOver,
  kept: '窓口の記録（交付済）',
  title: () => '回収・手数料・代理人を記録して交付する',
  form: async (ask) => handForm(await readSetting(ask.db, 'lost-card-fee')),
  values: async (ask, { asked: { receiver, lost } }) => {
    const nothing = { 'notice-card': 'none', 'basic-card': 'none', receiver } as const;
    if (!lost) return { ...nothing, 'old-card': 'none', fee: 'none' };
    // Whether the fee was paid or is not due is answered, never left as it stands; a city without a fee has nothing to answer.
    const free = (await readSetting(ask.db, 'lost-card-fee')) === 0;
    return { ...nothing, 'old-card': 'lost', ...(free ? { fee: 'none' } : {}) };
  },
  submit: () => '交付済にする',
  focus: 'receiver',
  before: ({ notInHand, asked }) => ({
    seen: seenInHand(notInHand),
    shown: (
      <>
        {asked.lost && (
          <Notice kind="care">
            <Says>
              予約のときに、「通知カードや以前のカードをなくした」と答えた方です。なくしたものを確かめて選び、手数料を答えてください。
            </Says>
          </Notice>
        )}
        {notInHand.length > 0 && (
          <Notice kind="care">
            <Says>カードがこの窓口に出た記録がありません。手元のカードがこの方のものかを確かめてから、押してください。</Says>
            <RecordedPlaces cards={notInHand} />
          </Notice>
        )}
      </>
    ),
  }),
  act: async (ask, { reservation, member }, typed) => {
    const yen = await readSetting(ask.db, 'lost-card-fee');
    const done = await handOver(ask.db, ask.actor, {
      reservationId: reservation.id,
      position: member.position,
      handing: handingOf(typed, yen),
      seen: field(ask.body, 'seen'),
    });
    return done.ok ? undefined : done.reason;
  },
});
