import type { Words } from '../../language.ts';

/** What was not taken of a box, by why. */
type BoxErrors = { empty: string; 'too-long': string; unreadable: string; impossible: string };

export const texts: Words<{
  title: string;
  heading: string;
  joinTitle: string;
  joinHeading: string;
  join: string;
  manageTitle: string;
  manageHeading: string;
  manageLead: string;
  id: string;
  idHint: string;
  birthday: string;
  birthdayHint: string;
  month: string;
  day: string;
  year: string;
  yearLabel: string;
  yearHint: string;
  yearNotice: string;
  next: string;
  send: string;
  refusedTitle: string;
  /** `rest`: how long, as it is said. */
  refused: (rest: string) => string[];
  errors: {
    id: BoxErrors;
    short: (missing: number) => string;
    long: (extra: number) => string;
    sign: (sign: string) => string;
    birthday: BoxErrors;
    month: string;
    day: string;
    year: BoxErrors;
  };
}> = {
  ja: {
    title: '交付通知書IDと誕生日',
    heading: '交付通知書IDと|誕生日を|入力してください',
    joinTitle: '追加する方の確認',
    joinHeading: '追加する方の|交付通知書IDと|誕生日を|入力してください',
    join: '追加する',
    manageTitle: '予約の確認・変更・取り消し',
    manageHeading: '予約の|確認・変更・取り消し',
    manageLead: '予約したときの|メールアドレスに、|予約のページへの|リンクを|お送りします。',
    id: '交付通知書ID',
    idHint: '英数字3文字と|数字6文字です。|全角でも、|ハイフンなしでも|入力できます。',
    birthday: '誕生日|（月と日）',
    birthdayHint: 'カードを|受け取る方の|誕生日です。|例：4月5日は|「4」と「5」',
    month: '月',
    day: '日',
    year: '年',
    yearLabel: '生まれた年',
    yearHint: '西暦でも、|元号でも|入力できます。|例：1985、|昭和60',
    yearNotice: 'ご本人を|確かめるため、|生まれた年も|入力してください。',
    next: '次へ進む',
    send: 'メールを送る',
    refusedTitle: '確認できませんでした',
    refused: (rest) => [
      '交付通知書IDと|誕生日を、|はがきを|見ながら、|もう一度|お確かめください。',
      `何度か|間違えると、|しばらく|入力できなくなります。|そのときは、|${rest}ほど|待って|やり直すか、|お電話ください。`,
    ],
    errors: {
      id: {
        empty: '交付通知書IDを|入力してください',
        'too-long': '交付通知書IDが|長すぎます。|はがきを見て、|もう一度|入力してください',
        unreadable: '交付通知書IDは、|英数字3文字と|数字6文字です。|はがきを見て、|もう一度|入力してください。|例：A1B-123456',
        impossible: '交付通知書IDは、|英数字3文字と|数字6文字です。|はがきを見て、|もう一度|入力してください。|例：A1B-123456',
      },
      short: (missing) => `交付通知書IDの|数字が|${missing}つ|足りません。|はがきを見て、|もう一度|入力してください`,
      long: (extra) => `交付通知書IDの|数字が|${extra}つ|多いようです。|はがきを見て、|もう一度|入力してください`,
      sign: (sign) => `交付通知書IDに|「${sign}」は|使われていません。|はがきを見て、|もう一度|入力してください。|例：A1B-123456`,
      birthday: {
        empty: '誕生日を|入力してください',
        'too-long': '誕生日は、|月と日を|数字で|入力してください',
        unreadable: '誕生日は、|月と日を|数字で|入力してください',
        impossible: 'その日付は|ありません。|誕生日の|月と日を|お確かめください',
      },
      month: '誕生日の「月」を|入力してください',
      day: '誕生日の「日」を|入力してください',
      year: {
        empty: '生まれた年を|入力してください',
        'too-long': '生まれた年を|数字で|入力してください',
        unreadable: '生まれた年は、|1985や|昭和60のように|入力してください',
        impossible: '生まれた年を|お確かめください',
      },
    },
  },
};
