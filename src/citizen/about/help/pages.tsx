import { Phrase, Says } from '../../../lib/html/index.ts';
import { Frame, WayBack } from '../../frame.tsx';
import type { Words } from '../../language.ts';
import { type ByKind, byOf, offeredServices } from '../../offers.ts';
import { Bullets } from '../../parts/bullets.tsx';
import { Postcard } from '../../parts/postcard.tsx';
import { Telephone, TelephoneHours } from '../../parts/telephone.tsx';
import { type Answer, type Ask, showKept } from '../../route.ts';

export const texts: Words<{
  title: string;
  lead: string;
  call: string;
  idTitle: string;
  id: string;
  idNone: string;
  mailTitle: string;
  mail: string[];
  readyTitle: string;
  ready: ByKind<string> & { place: string };
}> = {
  ja: {
    title: 'IDが分からない方・|メールがない方',
    lead: 'お電話で、|予約も|変更も|できます。|職員が|お手伝いします。',
    call: '予約の電話',
    idTitle: '交付通知書IDが|分からない方',
    id: '交付通知書の|はがきの|右上の|枠の|中に|書いてあります。',
    idNone: 'はがきを|なくした方、|届いていない方は、|お電話ください。',
    mailTitle: 'メールを|受け取れない方',
    mail: [
      'お電話で|予約できます。|メールアドレスは|必要ありません。',
      'ご家族の|メールアドレスで|予約することも|できます。',
      '予約番号は、|お電話で|お伝えします。|紙に|書いて|お持ちください。',
    ],
    readyTitle: 'お電話の|前に',
    ready: {
      card: 'カードを|受け取る方は、|交付通知書の|はがきが|あれば、|お手元に|ご用意ください。',
      person: 'はがきが|不要な|手続きでは、|お名前、|生年月日、|電話番号を|うかがいます。',
      place: '窓口の|場所と、|来られる|日を|考えておくと、|早く|終わります。',
    },
  },
};

/** Told of every kind of service that is offered: by whom a postcard came for, and by whom none did. */
export async function helpPage({ common, language }: Ask): Promise<Answer> {
  const words = texts[language];
  const services = await offeredServices(common);
  const kinds = (['card', 'person'] as const).filter((by) => services.some((service) => byOf(service) === by));
  return showKept(
    <Frame language={language} title={words.title} finish={false} isHelp>
      <WayBack language={language} />
      <h1>
        <Phrase>{words.title}</Phrase>
      </h1>
      <Says class="lead">{words.lead}</Says>
      <dl class="until">
        <dt>{words.call}</dt>
        <dd class="number">
          <Telephone />
        </dd>
        <dt>
          <TelephoneHours />
        </dt>
      </dl>
      {kinds.includes('card') && (
        <section class="section">
          <h2>
            <Phrase>{words.idTitle}</Phrase>
          </h2>
          <Says>{words.id}</Says>
          <div class="lead">
            <Postcard language={language} />
          </div>
          <Says class="lead">{words.idNone}</Says>
        </section>
      )}
      <section class="section">
        <h2>
          <Phrase>{words.mailTitle}</Phrase>
        </h2>
        <Bullets lines={words.mail} />
      </section>
      <section class="section">
        <h2>
          <Phrase>{words.readyTitle}</Phrase>
        </h2>
        <Bullets lines={[...kinds.map((by) => words.ready[by]), words.ready.place]} />
      </section>
    </Frame>,
  );
}
