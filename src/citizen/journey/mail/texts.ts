import type { Words } from '../../language.ts';

export const texts: Words<{
  title: string;
  heading: string;
  lead: string;
  first: string;
  firstHint: string;
  second: string;
  secondHint: string;
  filterTitle: string;
  filter: (domain: string) => string;
  none: string;
  noneLink: string;
  send: string;
  errors: {
    empty: string;
    'too-long': string;
    unreadable: string;
    impossible: string;
    again: string;
    differ: string;
    sign: (sign: string) => string;
    space: string;
    noAt: string;
    domain: string;
  };
  sentTitle: string;
  /** `enough`: the mail asked for was not sent; those before were. */
  sentHeading: { sent: string; enough: string };
  sentLeadEnough: string;
  sentTo: string;
  sentLead: string;
  sentWithin: (hours: number) => string;
  lateTitle: string;
  late: string[];
  again: string;
  correct: string;
  sentAgain: string;
  tooMany: string;
}> = {
  ja: {
    title: 'メールアドレス',
    heading: 'メールアドレスを|入力してください',
    lead: '予約の続きへ進む|リンクを、|メールで|お送りします。|予約の|ご案内も、|同じアドレスに|届きます。',
    first: 'メールアドレス',
    firstHint: '例：hanako@example.jp',
    second: 'メールアドレス|（もう一度）',
    secondHint: '確かめるため、|もう一度|入力してください。',
    filterTitle: '迷惑メールの|設定を|している方へ',
    filter: (domain) =>
      domain === ''
        ? 'パソコンからの|メールを、|受け取れるように|してください。'
        : `「${domain}」から|届くメールを、|受け取れるように|してください。`,
    none: 'メールを|受け取れない方は、|お電話で|予約できます。',
    noneLink: 'メールがない方へ',
    send: 'メールを送る',
    errors: {
      empty: 'メールアドレスを|入力してください',
      'too-long': 'メールアドレスが|長すぎます',
      unreadable: 'メールアドレスの|書き方に|誤りが|あるようです。|例：hanako@example.jp',
      impossible: 'メールアドレスの|書き方に|誤りが|あるようです。|例：hanako@example.jp',
      again: 'メールアドレスを、|もう一度|入力してください',
      sign: (sign) => `メールアドレスの|「${sign}」を|お確かめください。|例：hanako@example.jp`,
      space: '空白',
      noAt: 'メールアドレスに|「@」が|ありません。|例：hanako@example.jp',
      domain: 'メールアドレスの|「@」より後を|お確かめください。|例：hanako@example.jp',
      differ: '2つの|メールアドレスが|違います。|お確かめください',
    },
    sentTitle: 'メールをお送りしました',
    sentHeading: { sent: 'メールを|お送りしました', enough: 'メールは、|これ以上|お送りできません' },
    sentTo: '宛先',
    sentLead: 'メールの中の|リンクを|押して、|予約の続きへ|進んでください。|この時点では、|予約は|まだ|完了していません。',
    sentLeadEnough:
      'すでに|お送りした|メールの|リンクは、|期限まで|使えます。|届いていないときは、|時間を|おいて|やり直すか、|お電話ください。',
    sentWithin: (hours) => `リンクは|${hours}時間|使えます。|別の|スマートフォンや|パソコンで|開いても、|続けられます。`,
    lateTitle: 'メールが|届かないとき',
    late: [
      '数分|かかることが|あります。|少し|お待ちください。',
      '迷惑メールの|フォルダーも|ご覧ください。',
      '宛先が|正しいか、|お確かめください。',
    ],
    again: 'メールを再送する',
    correct: 'メールアドレスを変更する',
    sentAgain: 'もう一度、|お送りしました。',
    tooMany: 'これ以上は、|お送りできません。|時間を|おいて|やり直すか、|お電話ください。',
  },
};
