import type { HoldRefusal, Over } from '../acts.ts';
import type { Words } from '../language.ts';
import { type ByKind, byOf } from '../offers.ts';
import { paths, withQuery } from '../paths.ts';
import { type Answer, type Ask, go, show, type VisitAsk } from '../route.ts';
import { Ended } from './ended.tsx';
import { clockOf } from './when.ts';

type Says = { title: string; says: string[] };

const words: Words<{
  over: Record<Over, Says>;
  another: Says;
  goOn: string;
  notBookable: ByKind<Says>;
  alreadyBooked: Says;
  tooManyForMail: Says;
  tooManyHeld: Says;
  /** `until`: when that hold lapses, as it is said. */
  heldElsewhere: (until: string) => Says;
  begin: string;
  start: string;
  manage: string;
  again: string;
}> = {
  ja: {
    over: {
      expired: {
        title: '手続きの|時間が|過ぎました',
        says: [
          'しばらく|操作がなかったため、|手続きを|終えました。|完了した|予約は、|そのまま|残っています。',
          'メールの|リンクを|もう一度|押すと、|続きから|進めます。|メールが|まだの方は、|最初から|お願いします。',
        ],
      },
      finished: {
        title: '手続きは|終了しています',
        says: [
          '「終了する」が|押されたため、|入力した|内容は|消えています。|完了した|予約は、|そのまま|残っています。',
          '予約の|内容を|見るときは、|「予約の確認・変更・取り消し」から|新しい|メールを|受け取ってください。',
        ],
      },
      elsewhere: {
        title: '別の|ブラウザーで|続けられています',
        says: [
          'メールの|リンクが、|別の|ブラウザーか|別の|機器で|開かれました。|手続きは、|そちらで|続けてください。',
          'この画面で|続けるときは、|メールの|リンクを|もう一度|押してください。',
        ],
      },
      ended: {
        title: 'この画面では|続けられません',
        says: [
          '予約の|登録内容が|変わりました。|新しい|メールが|届いている方は、|その|リンクを|押してください。',
          'お困りのときは、|お電話ください。|完了した|予約は、|そのまま|残っています。',
        ],
      },
      unknown: {
        title: '進めている|手続きが|ありません',
        says: [
          'この|ブラウザーでは、|手続きが|まだ|始まっていないか、|終わっています。|完了した|予約は、|そのまま|残っています。',
          'メールの|リンクを|押すと、|続きから|進めます。|クッキーを|使わない|設定の方は、|使える|設定に|してください。',
        ],
      },
    },
    another: {
      title: 'この|ブラウザーで|別の方の|手続きが|始まっています',
      says: [
        '押された|ボタンは、|前の方の|手続きの|ものです。|この操作では、|どなたの|予約も|変わっていません。',
        'ご家族の|予約は、|「家族の予約も一緒にする」から|まとめて|できます。|前の方の|続きは、|その方が|受け取った|メールの|リンクから|進めます。',
      ],
    },
    goOn: '現在の方の続きへ',
    notBookable: {
      card: {
        title: 'ウェブでは|予約できません',
        says: ['この交付通知書の|予約は、|お電話で|お受けします。|お手数ですが、|お電話ください。'],
      },
      person: {
        title: 'ウェブでは|予約できません',
        says: ['この予約は、|お電話で|お受けします。|お手数ですが、|お電話ください。'],
      },
    },
    tooManyHeld: {
      title: '少し|お待ちください',
      says: ['同じ|回線から、|まだ|確定していない|予約が|多く|入っています。|10分ほど|待って|やり直すか、|お電話ください。'],
    },
    tooManyForMail: {
      title: 'このメールアドレスの|予約が|多くなっています',
      says: ['1つの|メールアドレスで|持てる|予約の|数を|超えています。|ほかの|メールアドレスを|使うか、|お電話ください。'],
    },
    alreadyBooked: {
      title: 'すでに|予約が|あります',
      says: [
        '同じ方の|予約は、|1つだけです。|日時や場所を|変更するときは、|現在の予約を|変更してください。',
        'お心当たりが|ないときは、|お電話ください。',
      ],
    },
    heldElsewhere: (until) => ({
      title: '別の画面で|手続き中です',
      says: [
        `同じ方の|手続きが、|別の画面で|途中まで|進んでいて、|時間を|確保しています。|この確保は、|${until}に|終わります。`,
        '最初の|画面が|残っている方は、|そちらで|続けてください。|残っていない方は、|最初に|受け取った|メールの|リンクを|押すと|続けられます。',
        `どちらも|ないときは、|${until}を|過ぎてから|やり直してください。`,
      ],
    }),
    begin: '最初から予約する',
    start: 'トップページへ',
    manage: '予約の確認・変更・取り消し',
    again: 'もう一度試す',
  },
};

/** The visit is over, or never was in this browser: why, and the way on. */
export async function visitOver({ acts, cookie, language }: Pick<Ask, 'acts' | 'cookie' | 'language'>): Promise<Answer> {
  const why = cookie === undefined ? 'unknown' : await acts.whyOver(cookie);
  const texts = words[language];
  return {
    kind: 'page',
    status: 410,
    page: (
      <Ended
        language={language}
        {...texts.over[why]}
        finish={false}
        next={[
          { text: texts.begin, href: paths.begin },
          { text: texts.manage, href: paths.manage },
        ]}
      />
    ),
  };
}

/** The first full minute from then on: what one may wait for. */
export const nextMinute = (moment: Date): Date => new Date(Math.ceil(moment.getTime() / 60_000) * 60_000);

/** The page was opened for one person's visit, and meanwhile another's began in this browser (two tabs): nothing was done for either. */
export function anotherVisit({ language }: Pick<Ask, 'language'>): Answer {
  const texts = words[language];
  return show(
    <Ended
      language={language}
      {...texts.another}
      finish={false}
      next={[
        { text: texts.goOn, href: paths.continue },
        { text: texts.begin, href: paths.begin },
      ]}
    />,
    409,
  );
}

type Blocked = Extract<
  HoldRefusal,
  'card_not_bookable' | 'already_booked' | 'held_elsewhere' | 'twice_in_party' | 'too_many_for_mail' | 'too_many_held'
>;

/** The same for a party: of whom of the others it is said beside them, where they can be taken out; of the first one as of anyone. */
export async function blockedParty(refusal: { reason: Blocked; detail?: string }, ask: VisitAsk): Promise<Answer> {
  if (ask.visit.people > 1) {
    const [first, ...others] = await ask.acts.party(ask.cookie);
    if (first?.trouble === null && others.some(({ trouble }) => trouble !== null))
      return go(withQuery(paths.party, { why: 'blocked' }));
  }
  return blocked(refusal, ask);
}

/** The person may not book now, whatever the place: who to call, what to do. `detail`: of a hold in the way, when it lapses (UTC). */
export function blocked({ reason, detail }: { reason: Blocked; detail?: string }, { language, visit, token }: VisitAsk): Answer {
  const texts = words[language];
  const [said, next] =
    reason === 'held_elsewhere'
      ? [
          texts.heldElsewhere(detail === undefined ? '' : clockOf(nextMinute(new Date(detail)))),
          [{ text: texts.again, href: paths.calendar }],
        ]
      : reason === 'card_not_bookable'
        ? [texts.notBookable[byOf(visit)], [{ text: texts.start, href: paths.start }]]
        : reason === 'too_many_for_mail'
          ? [texts.tooManyForMail, [{ text: texts.start, href: paths.start }]]
          : reason === 'too_many_held'
            ? [texts.tooManyHeld, [{ text: texts.again, href: paths.calendar }]]
            : [texts.alreadyBooked, [{ text: texts.manage, href: withQuery(paths.manage, { service: visit.serviceCode }) }]];
  return { kind: 'page', status: 409, page: <Ended language={language} {...said} token={token()} next={next} /> };
}
