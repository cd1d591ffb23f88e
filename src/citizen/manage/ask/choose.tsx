import { textsOf } from '../../../languages/index.ts';
import { Phrase, Says } from '../../../lib/html/index.ts';
import { textOf } from '../../../lib/http/fields.ts';
import { BackLink, Frame } from '../../frame.tsx';
import { noticePage } from '../../journey/notice/submit.tsx';
import { Offers } from '../../parts/offers.tsx';
import { paths, withQuery } from '../../paths.ts';
import { type Answer, type Ask, go, show } from '../../route.ts';
import { ByNumber } from '../number/pages.tsx';

/** 予約の確認・変更・取り消し: with one service its form at once, with several the question which. */
export async function managePage(ask: Ask): Promise<Answer> {
  const { language } = ask;
  const services = await ask.common.services('');
  const wanted = textOf(ask.query, 'service');
  const service = services.find(({ code }) => code === wanted) ?? (services.length === 1 ? services[0] : undefined);
  if (service?.needsCard === false) return go(withQuery(paths.managePerson, { service: service.code }));
  if (service !== undefined) return noticePage('manage')(ask);
  const words = textsOf(language).ask;
  return show(
    <Frame title={words.title} finish={false}>
      <BackLink href={paths.start} />
      <h1>
        <Phrase>{words.heading}</Phrase>
      </h1>
      <Says class="lead">{words.lead}</Says>
      <Offers services={services} href={({ code }) => withQuery(paths.manage, { service: code })} label={words.heading} />
      <ByNumber />
    </Frame>,
  );
}
