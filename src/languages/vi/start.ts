import type { Page } from '../catalogues.ts';

export const start: Page<'start'> = {
  title: { card: 'Đặt hẹn nhận thẻ và thủ tục khác', person: 'Đặt hẹn làm thủ tục' },
  description: {
    card: 'Nếu đã nhận bưu thiếp “交付通知書” từ {city}, bạn có thể đặt nơi và ngày giờ nhận thẻ My Number, 24 giờ mỗi ngày. Bạn cũng có thể thay đổi hoặc hủy lịch hẹn.',
    person:
      'Bạn có thể đặt nơi và ngày giờ làm thủ tục tại quầy của {city}, 24 giờ mỗi ngày. Bạn cũng có thể thay đổi hoặc hủy lịch hẹn.',
  },
  heading: 'Đặt hẹn: {service}',
  cardHeading: 'Đặt hẹn nhận thẻ My Number',
  lead: {
    card: 'Nếu đã nhận bưu thiếp “交付通知書” (thông báo cấp thẻ), bạn có thể đặt nơi và ngày giờ nhận thẻ tại đây.',
    person: 'Bạn có thể đặt nơi và ngày giờ làm thủ tục tại đây.',
  },
  nothing: 'Hiện không có thủ tục nào đặt hẹn được trên web.',
  notOffered: 'Hiện không thể đặt hẹn thủ tục này trên web.',
  call: 'Hãy gọi điện.',
  manyHeading: 'Đặt hẹn làm thủ tục',
  manyLead: 'Hãy chọn thủ tục, rồi đặt nơi và ngày giờ.',
  begin: 'Bắt đầu đặt hẹn',
  manage: 'Xem, thay đổi hoặc hủy lịch hẹn',
  byPhone: 'Cũng có thể đặt hẹn qua điện thoại',
  caption: 'Hãy chuẩn bị bưu thiếp này.',
  manyCaption: 'Người nhận thẻ hãy chuẩn bị bưu thiếp này.',
  whoTitle: 'Người có thể đặt hẹn',
  who: {
    card: [
      'Người đã nhận bưu thiếp “交付通知書” từ {city}',
      'Trẻ dưới 15 tuổi hãy đến cùng cha mẹ hoặc người giám hộ',
      'Nếu chính bạn không thể đến vì bệnh v.v., người khác có thể nhận thẻ thay trong một số trường hợp',
    ],
    person: ['Người sống ở {city}', 'Với người nhà, hãy nhập riêng cho từng người'],
  },
  prepareTitle: 'Chuẩn bị trước khi đặt hẹn',
  prepare: {
    card: { head: 'Bưu thiếp “交付通知書”', more: 'Bạn sẽ nhập ID in trên đó (交付通知書ID).' },
    person: { head: 'Họ tên, ngày sinh, số điện thoại', more: 'Của người sẽ đến quầy.' },
    mail: { head: 'Thiết bị nhận được email', more: 'Chúng tôi gửi thông tin lịch hẹn cho bạn.' },
  },
  takes: 'Nhập mất khoảng 5 phút. Có thể đặt 24 giờ mỗi ngày. Hôm đó hãy đến kịp giờ hẹn.',
  bringTitle: 'Những thứ cần mang theo',
  lookTitle: 'Chỗ trống tại các quầy',
  look: 'Bạn có thể xem chỗ trống trước khi đặt hẹn.',
  lookLink: 'Xem chỗ trống',
};
