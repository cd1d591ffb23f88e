import { textsOf } from '../../../languages/index.ts';
import { Phrase, Says } from '../../../lib/html/index.ts';
import { Frame, WayBack } from '../../frame.tsx';
import { byOf, offeredServices } from '../../offers.ts';
import { Bullets } from '../../parts/bullets.tsx';
import { Postcard } from '../../parts/postcard.tsx';
import { Telephone, TelephoneHours } from '../../parts/telephone.tsx';
import { type Answer, type Ask, showKept } from '../../route.ts';
import { siteKind } from '../../site-name.ts';

/** Told of every kind of service that is offered: by whom a postcard came for, and by whom none did. */
export async function helpPage({ common, language }: Ask): Promise<Answer> {
  const words = textsOf(language).help;
  const title = words.title[siteKind()];
  const services = await offeredServices(common);
  const kinds = (['card', 'person'] as const).filter((by) => services.some((service) => byOf(service) === by));
  // With one kind alone nobody needs to be told which is meant.
  const ready = kinds.includes('card') ? kinds.map((by) => words.ready[by]) : kinds.map(() => words.ready.only);
  return showKept(
    <Frame title={title} finish={false} is="help">
      <WayBack />
      <h1>
        <Phrase>{title}</Phrase>
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
            <Postcard />
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
        <Bullets lines={[...ready, words.ready.place]} />
      </section>
    </Frame>,
  );
}
