import type { Page } from '../catalogues.ts';

export const ask: Page<'ask'> = {
  title: '예약 확인·변경·취소',
  heading: '어느 수속의 예약입니까?',
  lead: '예약하신 수속을 골라 주세요.',
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
