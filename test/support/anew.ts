import { type City, speakFor } from '../../src/site/city.ts';

const NO_CITY: City = {
  name: '',
  phone: '',
  phoneHours: '',
  postalCode: '',
  address: '',
  senderName: '',
  senderAddress: '',
};

/** The files of a worker share its modules. Each begins as a new process does: it knows no city. */
speakFor(NO_CITY);
