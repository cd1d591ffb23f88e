import type { Words } from '../../language.ts';
import { Ended } from '../../parts/ended.tsx';
import { paths } from '../../paths.ts';
import { type Answer, type Ask, show } from '../../route.ts';

export const texts: Words<{ title: string; says: string[]; start: string }> = {
  ja: {
    title: '受け付けました',
    says: [
      '予約が|あり、|メールアドレスの|登録が|あるときは、|そのアドレスに|予約のページへの|リンクを|お送りしました。',
      '10分たっても|届かないときや、|お電話で|予約した方は、|お電話ください。',
    ],
    start: 'はじめのページへ',
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
      next={[{ text: words.start, href: paths.start }]}
    />,
  );
}
