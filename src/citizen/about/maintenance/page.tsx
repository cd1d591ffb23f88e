import { Phrase, Says } from '../../../lib/html/index.ts';
import type { Maintenance } from '../../common.ts';
import { Frame } from '../../frame.tsx';
import type { Language, Words } from '../../language.ts';
import { momentWhen } from '../../parts/when.ts';

export const texts: Words<{
  title: string;
  lead: string;
  back: string;
  from: string;
  bookedTitle: string;
  booked: string;
  midTitle: string;
  mid: string;
  pressed: string;
  hurryTitle: string;
  hurry: string;
}> = {
  ja: {
    title: 'ただいま、|予約を|お休みしています',
    lead: 'システムの|点検を|しています。|ご不便を|おかけします。',
    back: '次に使える日時',
    from: 'から',
    bookedTitle: '予約が|完了している方',
    booked: '完了の|お知らせの|メールが|届いている|予約は、|そのまま|残っています。|予約した日時に|お越しください。',
    midTitle: '予約の|途中だった方',
    mid: '予約は|完了していません。|点検が|終わってから、|メールの|リンクを|押すか、|最初から|やり直してください。',
    pressed: '押された|操作は、|受け付けて|いません。',
    hurryTitle: 'お急ぎの方',
    hurry: '電話の|受付時間に、|お電話ください。|祝日と|年末年始は、|電話の受付も|お休みです。',
  },
};

/** §8(3)⑬: that it is maintenance, and when it ends, as the largest line. `pressed`: a form was sent, and nothing came of it. */
export function MaintenancePage({ language, stop, pressed }: { language: Language; stop: Maintenance; pressed: boolean }) {
  const words = texts[language];
  return (
    <Frame language={language} title={words.title} finish={false}>
      <h1>
        <Phrase>{words.title}</Phrase>
      </h1>
      <Says class="lead">{words.lead}</Says>
      {stop.reason !== '' && <p class="lead">{stop.reason}</p>}
      <dl class="until">
        <dt>{words.back}</dt>
        <dd>
          <Phrase>{`${momentWhen(stop.endsAt)}${words.from}`}</Phrase>
        </dd>
      </dl>
      <section class="section">
        <h2>
          <Phrase>{words.midTitle}</Phrase>
        </h2>
        {pressed && <Says>{words.pressed}</Says>}
        <Says>{words.mid}</Says>
      </section>
      <section class="section">
        <h2>
          <Phrase>{words.bookedTitle}</Phrase>
        </h2>
        <Says>{words.booked}</Says>
      </section>
      <section class="section">
        <h2>
          <Phrase>{words.hurryTitle}</Phrase>
        </h2>
        <Says>{words.hurry}</Says>
      </section>
    </Frame>
  );
}
