import { IconOn, Phrase, plain } from '../../lib/html/index.ts';
import type { Service } from '../common.ts';
import type { Language, Words } from '../language.ts';
import { type ByKind, byOf } from '../offers.ts';

const words: Words<{ needs: ByKind<string> }> = {
  ja: {
    needs: {
      card: '「交付通知書」の|はがきを|お手元に|ご用意ください。',
      person: 'お名前、|生年月日、|電話番号を|入力します。',
    },
  },
};

type OffersProps = { language: Language; services: Service[]; href: (service: Service) => string; label: string };

/** Services to choose from: one press each, with what one must have at hand. */
export function Offers({ language, services, href, label }: OffersProps) {
  const texts = words[language];
  return (
    <ul class="offers" aria-label={plain(label)}>
      {services.map((service) => (
        <li>
          <a class="offer" href={href(service)}>
            <b class="offer-name">{service.name}</b>
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
