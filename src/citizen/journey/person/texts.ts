import type { Words } from '../../language.ts';

/** What was not taken of a box, by why. */
type BoxErrors = { empty: string; 'too-long': string; unreadable: string; impossible: string };

export const texts: Words<{
  title: string;
  heading: string;
  lead: string;
  service: string;
  name: string;
  nameHint: string;
  kana: string;
  kanaHint: string;
  birth: string;
  birthHint: string;
  era: string;
  western: string;
  year: string;
  month: string;
  day: string;
  phone: string;
  phoneHint: string;
  next: string;
  tooManyTitle: string;
  /** `rest`: how long, as it is said. */
  tooMany: (rest: string) => string[];
  joinTitle: string;
  joinHeading: string;
  joinLead: string;
  join: string;
  manageHeading: string;
  manageTitle: string;
  manageLead: string;
  managePhoneHint: string;
  send: string;
  errors: {
    name: BoxErrors;
    nameSign: (sign: string) => string;
    kana: BoxErrors;
    kanaSign: (sign: string) => string;
    birth: { empty: Record<'era' | 'year' | 'month' | 'day', string>; unreadable: string; impossible: string; era: string };
    phone: { empty: string; unreadable: string };
  };
}> = {
  ja: {
    title: 'お名前など',
    heading: 'お名前などを|入力してください',
    lead: '窓口に|来られる方の|ことを|入力してください。',
    service: '手続き',
    name: 'お名前',
    nameHint: '例：山川 花子',
    kana: 'フリガナ',
    kanaHint: 'カタカナでも、|ひらがなでも|入力できます。|例：クルメ ハナコ',
    birth: '生年月日',
    birthHint: '西暦は、|4けたで|入力してください。|例：昭和60年4月5日、|1985年4月5日',
    era: '元号または西暦',
    western: '西暦',
    year: '年',
    month: '月',
    day: '日',
    phone: '電話番号',
    phoneHint: '日中に|つながる番号を|入力してください。|ハイフンは|なくても|かまいません。',
    next: '次へ進む',
    tooManyTitle: '少し|お待ちください',
    tooMany: (rest) => [
      '同じ|回線から、|短い|間に|多くの|手続きが|始まりました。',
      `${rest}ほど|待って|やり直すか、|お電話ください。|入力した|内容は、|このまま|残っています。`,
    ],
    joinTitle: '追加する方のお名前など',
    joinHeading: '追加する方の|お名前などを|入力してください',
    joinLead: '電話番号は、|最初に|入力した|番号を|使います。',
    join: '追加する',
    manageTitle: '予約の確認・変更・取り消し',
    manageHeading: '予約の|確認・変更・取り消し',
    manageLead: '予約したときの|メールアドレスに、|予約のページへの|リンクを|お送りします。',
    managePhoneHint: '予約したときに|入力した|番号です。',
    send: 'メールを送る',
    errors: {
      name: {
        empty: 'お名前を|入力してください',
        'too-long': 'お名前が|長すぎます。|100文字以内で|入力してください',
        unreadable: 'お名前に|使えない|文字が|あります',
        impossible: 'お名前の|欄に、|マイナンバーは|入力しないでください',
      },
      nameSign: (sign) => `お名前に|「${sign}」は|使えません。|ほかの文字で|入力してください`,
      kanaSign: (sign) => `フリガナに|「${sign}」は|使えません。|カタカナか|ひらがなで|入力してください`,
      kana: {
        empty: 'フリガナを|入力してください',
        'too-long': 'フリガナが|長すぎます。|100文字以内で|入力してください',
        unreadable: 'フリガナは、|カタカナか|ひらがなで|入力してください',
        impossible: 'フリガナの|欄に、|マイナンバーは|入力しないでください',
      },
      birth: {
        empty: {
          era: '生年月日の|元号を|選んでください',
          year: '生年月日の「年」を|入力してください',
          month: '生年月日の「月」を|入力してください',
          day: '生年月日の「日」を|入力してください',
        },
        unreadable: '生年月日は、|数字で|入力してください',
        impossible: 'その日付は|ありません。|生年月日を|お確かめください',
        era: '元号を|選ぶか、|西暦を|4けたで|入力してください',
      },
      phone: {
        empty: '電話番号を|入力してください',
        unreadable: '電話番号は、|市外局番から|数字で|入力してください。|例：0942309000',
      },
    },
  },
};
