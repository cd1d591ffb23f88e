import { IconOn, Phrase, plain } from '../../lib/html/index.ts';
import type { Service } from '../common.ts';
import { byOf } from '../offers.ts';
import { BothNames, useTexts } from '../speech.tsx';

type OffersProps = { services: Service[]; href: (service: Service) => string; label: string };

/** Services to choose from: one press each, with what one must have at hand. */
export function Offers({ services, href, label }: OffersProps) {
  const texts = useTexts().offers;
  return (
    <ul class="offers" aria-label={plain(label)}>
      {services.map((service) => (
        <li>
          <a class="offer" href={href(service)}>
            <b class="offer-name">
              <BothNames of={service} />
            </b>
            <span class="offer-needs">
              <Phrase>{texts.needs[byOf(service)]}</Phrase>
            </span>
            <IconOn class="offer-go" />
          </a>
        </li>
      ))}
    </ul>
  );
}
