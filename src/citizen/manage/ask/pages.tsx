import type { Words } from '../../language.ts';
import { Ended } from '../../parts/ended.tsx';
import { paths } from '../../paths.ts';
import { type Answer, type Ask, show } from '../../route.ts';

export const texts: Words<{ title: string; says: string[]; again: string; start: string }> = {
  ja: {
    title: 'メールを|ご確認ください',
    says: [
      '入力された|内容に|合う|予約が|あり、|メールアドレスの|登録が|あるときは、|そのアドレスに|予約のページへの|リンクを|お送りしました。',
      '10分たっても|届かないときは、|入力した|内容を|お確かめの|うえ、|もう一度|お試しください。|何度か|間違えると、|しばらく|受け付けられません。',
      'お電話で|予約した方や、|お急ぎの方は、|お電話ください。',
    ],
    again: 'もう一度入力する',
    start: 'トップページへ',
  },
};

/** The same words whether there is a reservation or not, with an address or without: the page must not tell. */
export async function manageSent({ language }: Ask): Promise<Answer> {
  const words = texts[language];
  return show(
    <Ended
      language={language}
      title={words.title}
      says={words.says}
      finish={false}
      next={[
        { text: words.again, href: paths.manage },
        { text: words.start, href: paths.start },
      ]}
    />,
  );
}
