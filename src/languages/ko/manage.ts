import type { Page } from '../catalogues.ts';

export const ask: Page<'ask'> = {
  title: '예약 확인·변경·취소',
  heading: '어느 수속의 예약입니까?',
  lead: '예약하신 수속을 골라 주세요.',
};

export const byNumber: Page<'byNumber'> = {
  title: '예약 번호로 확인',
  heading: '예약 번호와 메일 주소를 입력해 주세요',
  lead: '예약하실 때의 메일 주소로 예약 페이지 링크를 보내 드립니다.',
  number: '예약 번호',
  numberHint: '숫자 8자리입니다. 예: 1234-5678',
  mail: '예약하실 때의 메일 주소',
  mailHint: '예: hanako@example.jp',
  empty: '예약 번호를 입력해 주세요',
  unreadable: '예약 번호는 숫자 8자리입니다. 예: 1234-5678',
  noMail: '메일 주소를 등록하지 않은 예약은 전화로 확인할 수 있습니다.',
  lost: { card: '엽서가 없으신 분은 예약 번호로도 확인할 수 있습니다.', person: '예약 번호로도 확인할 수 있습니다.' },
  link: '예약 번호로 확인',
};

export const sent: Page<'sent'> = {
  title: '메일을 확인해 주세요',
  says: [
    '입력하신 내용에 맞는 예약이 있고 메일 주소가 등록되어 있으면, 그 주소로 예약 페이지 링크를 보냈습니다.',
    '10분이 지나도 오지 않을 때는 입력하신 내용을 확인하고 다시 시도해 주세요. 여러 번 틀리면 잠시 접수할 수 없습니다.',
    '전화로 예약하신 분이나 급하신 분은 전화해 주세요.',
  ],
  again: '다시 입력하기',
  start: '첫 페이지로',
};
