import { type Language, textsOf } from '../../../languages/index.ts';
import { cityNow } from '../../../site/city.ts';
import { offeredServices } from '../../offers.ts';
import { Ended } from '../../parts/ended.tsx';
import { paths } from '../../paths.ts';
import { type Answer, type Ask, show } from '../../route.ts';

const called = (language: Language): string[] => (cityNow().phone === '' ? [] : [textsOf(language).start.call]);

/** That nothing can be booked on the web; nobody is asked to call where no number is set. */
export const nothingSaid = (language: Language): string[] => [textsOf(language).start.nothing, ...called(language)];

/** For who asks for a service that is not offered, or of the other kind: it says so, and leads to what is offered. */
export async function notOffered({ common, language }: Ask): Promise<Answer> {
  const texts = textsOf(language);
  const others = (await offeredServices(common)).length > 0;
  const says = others ? [texts.start.notOffered, ...called(language)] : nothingSaid(language);
  const next = others ? [{ text: texts.frame.start, href: paths.start }] : [];
  return show(<Ended title={texts.start.manyHeading} says={says} next={next} finish={false} />, 409);
}
