import type { HoldRefusal } from '../acts.ts';
import type { Words } from '../language.ts';
import { type ByKind, byOf } from '../offers.ts';
import { paths, withQuery } from '../paths.ts';
import type { Answer, Ask, VisitAsk } from '../route.ts';
import { Ended } from './ended.tsx';

type Says = { title: string; says: string[] };

const words: Words<{
  over: Says;
  notBookable: ByKind<Says>;
  alreadyBooked: Says;
  tooManyForMail: Says;
  heldElsewhere: Says;
  begin: string;
  start: string;
  manage: string;
  again: string;
}> = {
  ja: {
    over: {
      title: '時間が|たったため、|手続きを|終えました',
      says: [
        'しばらく|操作がなかったか、|別の画面で|終了しました。|完了した|予約は、|そのまま|残っています。',
        'メールの|リンクを|もう一度|押すと、|続きから|進めます。|メールが|まだの方は、|はじめから|お願いします。',
      ],
    },
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
    tooManyForMail: {
      title: 'このメールアドレスの|予約が|多くなっています',
      says: ['1つの|メールアドレスで|持てる|予約の|数を|超えています。|ほかの|メールアドレスを|使うか、|お電話ください。'],
    },
    alreadyBooked: {
      title: 'すでに|予約が|あります',
      says: [
        '同じ方の|予約は、|1つだけです。|日時や場所を|変えるときは、|今ある予約を|変更してください。',
        '予約した|おぼえがないときは、|お電話ください。',
      ],
    },
    heldElsewhere: {
      title: '別の画面で|手続き中です',
      says: [
        '同じ方の|予約が、|別の画面や|別の機器で|途中まで|進んでいます。|そちらを|続けるか、|しばらく|待って|やり直してください。',
      ],
    },
    begin: 'はじめから予約する',
    start: 'はじめのページへ',
    manage: '今ある予約を見る',
    again: 'もう一度ためす',
  },
};

/** The visit is over, or never was in this browser. */
export const visitOver = ({ language }: Ask): Answer => {
  const texts = words[language];
  return {
    kind: 'page',
    status: 410,
    end: true,
    page: (
      <Ended
        language={language}
        {...texts.over}
        finish={false}
        next={[
          { text: texts.begin, href: paths.begin },
          { text: texts.start, href: paths.start },
        ]}
      />
    ),
  };
};

type Blocked = Extract<
  HoldRefusal,
  'card_not_bookable' | 'already_booked' | 'held_elsewhere' | 'twice_in_party' | 'too_many_for_mail'
>;

/** The person may not book now, whatever the place: who to call, what to do. */
export function blocked(reason: Blocked, { language, visit, token }: VisitAsk): Answer {
  const texts = words[language];
  const [said, next] =
    reason === 'held_elsewhere'
      ? [texts.heldElsewhere, [{ text: texts.again, href: paths.calendar }]]
      : reason === 'card_not_bookable'
        ? [texts.notBookable[byOf(visit)], [{ text: texts.start, href: paths.start }]]
        : reason === 'too_many_for_mail'
          ? [texts.tooManyForMail, [{ text: texts.start, href: paths.start }]]
          : [texts.alreadyBooked, [{ text: texts.manage, href: withQuery(paths.manage, { service: visit.serviceCode }) }]];
  return { kind: 'page', status: 409, page: <Ended language={language} {...said} token={token()} next={next} /> };
}
