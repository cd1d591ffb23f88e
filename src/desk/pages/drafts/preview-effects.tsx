import type { ComponentChildren } from 'preact';
import { type SmallChange, smallChange } from '../../../calendar/compare.ts';
import { counterState } from '../../../calendar/state.ts';
import type { Preview } from '../../../closing/preview.ts';
import { grouped } from '../../../lib/values/numbers.ts';
import { Effect } from '../../parts/effect.tsx';
import { paths } from '../../paths.ts';

type Line = [sign: string, look: 'more' | 'less' | 'out' | 'info' | undefined, head: string, more: ComponentChildren];

/** Who falls outside, who gets their time back, and how each of them hears of it. */
function peopleLines({ outside, back }: Preview): Line[] {
  const people = outside.reduce((sum, one) => sum + one.people, 0);
  const mailed = outside.filter(({ mail }) => mail).length;
  const held = outside.filter((one) => one.held).length;
  const withoutMail = outside.length - mailed - held;
  const mailedBack = back.filter(({ mail }) => mail).length;
  const calledBack = back.filter(({ mail, called }) => called && !mail).length;
  const lines: Line[] = [
    outside.length === 0
      ? ['○', undefined, '要振替になる予約はありません', '']
      : ['！', 'out', `${grouped(outside.length)}件（${grouped(people)}人）が要振替になります`, '予約は消えません。'],
  ];
  if (mailed > 0) lines.push(['＠', 'info', `${mailed}組にメールを送ります`, '別の日時を選ぶリンクつきです。']);
  if (withoutMail > 0)
    lines.push(['☎', 'info', `${withoutMail}組はメールがないので、電話してください`, '公開したあと、電話リストを印刷できます。']);
  if (held > 0)
    lines.push([
      '☎',
      'info',
      `${held}組は支援措置のため、メールを止めています。電話してください`,
      'メールアドレスを確かめると、メールを送ります。',
    ]);
  if (back.length > 0)
    lines.push(['○', 'more', `${back.length}組が、元の時間に戻ります`, '予約はそのままで、予定どおり来られます。']);
  if (mailedBack > 0) lines.push(['＠', 'info', `${mailedBack}組に「予定どおりお越しください」とメールを送ります`, '']);
  if (calledBack > 0)
    lines.push([
      '☎',
      'info',
      `${calledBack}組は、電話で閉庁を伝えた方です。再開したことを、電話で伝えてください`,
      'メールが届かないためです。公開したあと、元の変更の電話リストに出ます。',
    ]);
  return lines;
}

/** Slots with as many places as before, by what is other of them. Until when staff's places are kept is counted in open days: it moves on days that nobody touched. */
function smallLines({ counters }: Preview): Line[] {
  const found = counters.flatMap(({ differences }) => differences.map(smallChange));
  const count = (small: SmallChange): number => found.filter((one) => one === small).length;
  const [length, places, until] = [count('length'), count('desk-places'), count('desk-until')];
  const lines: Line[] = [];
  if (length > 0) lines.push(['→', undefined, `${grouped(length)}枠の長さが変わります`, '']);
  if (places > 0) lines.push(['→', undefined, `${grouped(places)}枠の職員枠の人数が変わります`, '']);
  if (until > 0)
    lines.push([
      '→',
      undefined,
      `${grouped(until)}枠の職員枠の期限だけが変わります`,
      '枠の長さと人数は、そのままです。期限は開庁日で数えるため、変更しない日の枠でも動きます。',
    ]);
  return lines;
}

/** Slots of another length by their pattern whose capacity was set for them alone and stays. */
const keepingOwn = ({ counters, after }: Preview): number =>
  counters.reduce((sum, { counter, differences }) => {
    const { slotOverrides } = counterState(after, counter);
    const kept = differences.filter(
      (one) =>
        (one.kind === 'changes' || one.kind === 'returns') &&
        one.slot.minutes !== one.row.minutes &&
        slotOverrides.get(one.day)?.has(one.slot.startMinute),
    );
    return sum + kept.length;
  }, 0);

/** The way to what shuts slots that a draft would bring. */
const Closings = ({ ids }: { ids: readonly number[] }) => {
  const [only, ...others] = ids;
  return <a href={only === undefined || others.length > 0 ? paths.closings : paths.closing(only)}>臨時閉庁を表示する</a>;
};

export function Effects({ preview }: { preview: Preview }) {
  const { total, shut, growing } = preview;
  const places = (kind: 'more' | 'less'): number =>
    preview.counters
      .flatMap(({ differences }) => differences)
      .reduce((sum, one) => {
        if (one.kind === 'appears' || one.kind === 'returns') return kind === 'more' ? sum + one.slot.capacity : sum;
        if (one.kind === 'goes') return kind === 'less' ? sum + one.row.capacity : sum;
        const by = one.slot.capacity - one.row.capacity;
        return kind === 'more' ? sum + Math.max(0, by) : sum + Math.max(0, -by);
      }, 0);
  // Without those that running closings keep shut.
  const more = places('more') - shut.places - growing.shutPlaces;
  const lines: Line[] = [];
  if (total.appears > 0) lines.push(['＋', 'more', `${total.appears}枠が増えます`, '']);
  if (shut.slots > 0)
    lines.push(['！', 'info', `うち${shut.slots}枠は、臨時閉庁のため開きません`, <Closings ids={shut.closings} />]);
  if (total.grows > 0)
    lines.push([
      '＋',
      'more',
      `${total.grows}枠の定員が増えます`,
      growing.shut > 0 ? `うち${growing.shut}枠は、臨時閉庁のため開きません。` : '',
    ]);
  if (more > 0) lines.push(['＋', 'more', `あわせて${more}人分が増えます`, '']);
  if (total.goes > 0) lines.push(['－', 'less', `${total.goes}枠がなくなります`, '']);
  if (total.shrinks > 0)
    lines.push([
      '－',
      'less',
      `${total.shrinks}枠の定員が減ります`,
      total.overfull === 0
        ? ''
        : `うち${total.overfull}枠は、すでに新しい定員より多くの予約があります。予約はそのまま残り、新しい予約は入りません。`,
    ]);
  if (total.goes + total.shrinks > 0) lines.push(['－', 'less', `あわせて${places('less')}人分が減ります`, '']);
  lines.push(...smallLines(preview));
  const own = keepingOwn(preview);
  if (own > 0)
    lines.push([
      '→',
      undefined,
      `${own}枠は、長さが変わっても、その枠だけの定員のままです`,
      'パターンの定員にするときは、「1つの枠の定員」で「パターンどおりに戻す」を選んでください。',
    ]);
  lines.push(...peopleLines(preview));
  return (
    <ul class="effects">
      {lines.map(([sign, look, head, more]) => (
        <Effect sign={sign} look={look}>
          <b>{head}</b>
          {more !== '' && <span class="soft">{more}</span>}
        </Effect>
      ))}
    </ul>
  );
}
