---@meta
-- Made by `assent annotations`: written anew, so change nothing here.

---@class assent.statement: string

---@class assent.question: string

---@class assent.notice: string

---@alias assent.mark "delegate_request"|"source_complaint"|"withdrawal"|"callback_request"

---@alias assent.field "caller.phone"|"passenger.phone"|"spouse.phone"|"vehicle_owner.phone"|"other.phone"|"driver.phone"

---@alias assent.topic
---| "accident" # 사고
---| "belongings" # 두고 내린 물건
---| "complaint" # 이용 불편
---| "fare" # 요금조정
---| "harassment" # 이용 중 불편 사항
---| "payment" # 결제
---| "pickup" # 만남 장소

---@alias assent.role
---| "caller" # 호출자분
---| "passenger" # 탑승자분
---| "spouse" # 배우자분
---| "vehicle_owner" # 차주분
---| "other" # 상담받으실 분
---| "driver" # 기사님

---@class (exact) assent.parties
---@field caller assent.party 호출자분
---@field passenger assent.party 탑승자분
---@field spouse assent.party 배우자분
---@field vehicle_owner assent.party 차주분
---@field other assent.party 상담받으실 분
---@field driver assent.party 기사님

---@class (exact) assent.opens
---@field topic? assent.topic|assent.topic[] 주제
---@field caller_is_passenger? boolean|boolean[] 호출자가 탑승자인가
---@field booked_for_other? boolean|boolean[] 대신 불러주기를 썼는가
---@field inbound? assent.role|false|(assent.role|false)[] 먼저 연락한 사람. false는 아무도 없을 때

---@class (exact) assent.values
---@field agent_name? string|assent.party {agent_name}, public
---@field destination? string|assent.party {destination}, trip
---@field origin? string|assent.party {origin}, trip
---@field third_party? assent.party {third_party}, public
---@field topic? string|assent.party {topic}, case
---@field trip_date? string|assent.party {trip_date}, trip

---@class (exact) assent.say
---question  
---동의하신다면, 통화 가능한 {third_party} 연락처를 말씀해주시겠습니까?
---@field ask_number assent.question
---question  
---안녕하세요. 카카오 T 긴급신고센터 {agent_name}입니다. 실례지만, {trip_date} {origin}에서 {destination}까지 카카오 T 대리를 호출(이용)하신 고객님 본인 맞으신가요?
---@field caller_identity assent.question
---question  
---{topic} 관련해 {third_party}께서 문의를 주셔서 고객님께 연락드렸는데요. 잠시 통화 가능하실까요?
---@field caller_inquiry assent.question
---question  
---서비스 이용 건에 대한 자세한 상담은 호출하신 분만 가능하기 때문에, 고객님 상담을 진행하려면 호출자의 동의가 필요합니다. 호출자분과 내용 확인 후, 다시 연락드려도 괜찮으실까요?
---@field caller_only assent.question
---question · draft  
---{topic} 관련해 고객님께 연락드렸습니다. 잠시 통화 가능하실까요?
---@field caller_reason assent.question
---statement · draft  
---호출하신 분의 동의를 확인하지 못해 상담을 도와드리기 어려운 점 너른 양해 부탁드립니다.
---@field cannot_consult assent.statement
---statement · draft  
---요청하신 내용을 확인하지 못해 도와드리기 어려운 점 너른 양해 부탁드립니다.
---@field cannot_relay assent.statement
---notice · collection · draft  
---상담을 진행하려면 고객님의 개인정보 수집·이용 동의가 필요합니다. 개인정보는 서비스 이용 건의 상담과 처리 결과 안내를 위해 수집·이용합니다. 수집하는 항목은 연락처와 상담 내용입니다. 보유 및 이용 기간은 문의 처리가 끝날 때까지이며, 법령에 따라 보존해야 하는 정보는 그 기간까지 보관한 뒤 지체 없이 파기합니다. 고객님께는 동의를 거부하실 권리가 있으며, 동의하지 않으시면 상담을 진행하기 어렵습니다. 동의하신 뒤에도 이 대화나 통화로 언제든지 동의를 철회하실 수 있습니다. 개인정보 수집·이용에 동의하시나요?
---@field collection_notice assent.notice
---statement · draft  
---말씀해 주신 내용은 담당자가 확인한 뒤 안내드리겠습니다. 더 전하실 말씀이 있으면 언제든지 남겨 주세요.
---@field consult_closing assent.statement
---statement · draft  
---호출자분의 동의를 확인했습니다. {trip_date} 카카오 T 대리 건의 {topic} 관련 상담을 도와드리겠습니다.
---@field consult_opening assent.statement
---question · draft  
---안녕하세요. 카카오 T 긴급신고센터 {agent_name}입니다. 호출자분의 동의를 받아 연락드렸습니다. 실례지만, {third_party} 본인 맞으신가요?
---@field delegate_identity assent.question
---notice · delegation  
---서비스 이용 건에 대한 자세한 상담은 호출하신 고객님만 가능하기 때문에, {third_party:과/와}의 상담을 위해선 고객님의 동의가 필요합니다. {third_party:과/와} {topic} 관련된 상담을 진행해도 괜찮으실까요?
---@field delegation assent.notice
---notice · delegation  
---서비스 이용 건에 대한 자세한 상담은 호출하신 고객님만 가능하기 때문에, {third_party:과/와}의 상담을 위해선 고객님의 동의가 필요해요. {third_party:과/와} {topic} 관련된 상담을 진행해도 괜찮으실까요?
---@field delegation_requested assent.notice
---question · draft  
---안녕하세요. 카카오 T 긴급신고센터 {agent_name}입니다. 실례지만, 카카오 T 대리 기사님 본인 맞으신가요?
---@field driver_identity assent.question
---question · draft  
---고객님의 연락처는 안내해 드릴 수 없어, 저희가 고객님께 확인한 뒤 내용을 전해 드리고 있습니다. 확인 후, 다시 연락드려도 괜찮으실까요?
---@field driver_request assent.question
---statement · draft  
---기다려 주셔서 감사합니다. {third_party}께서 확인해 주신 내용을 말씀드리겠습니다.
---@field relay_answer assent.statement
---statement · draft  
---{trip_date} 카카오 T 대리 건의 {topic} 관련해 {third_party}께서 전해 달라고 하신 내용을 말씀드리겠습니다.
---@field relay_message assent.statement
---notice · relay · draft  
---{topic} 관련해 {third_party:과/와} 확인이 필요합니다. 연락처는 서로에게 알리지 않고 상담사가 말씀만 전해 드립니다. 고객님의 말씀은 {third_party}께만 전해 드리며, {topic} 관련 내용을 확인하고 처리하기 위해서만 이용합니다. 전해 드리는 항목은 이용 내역과 고객님께서 전해 달라고 하신 말씀입니다. 보유 및 이용 기간은 문의 처리가 끝날 때까지입니다. 고객님께는 동의를 거부하실 권리가 있으며, 동의하지 않으시면 내용을 전해 드릴 수 없습니다. 동의하신 뒤에도 이 대화나 통화로 언제든지 동의를 철회하실 수 있습니다. {third_party}께 전해 드려도 괜찮으실까요?
---@field relay_notice assent.notice
---notice · reply · draft  
---운행하신 건과 관련해 고객님과 확인이 필요합니다. 연락처는 서로에게 알리지 않고 상담사가 말씀만 전해 드립니다. 기사님의 말씀은 해당 고객님께만 전해 드리며, 문의 내용을 확인하고 처리하기 위해서만 이용합니다. 전해 드리는 항목은 운행 내역과 기사님께서 전해 달라고 하신 말씀입니다. 보유 및 이용 기간은 문의 처리가 끝날 때까지입니다. 기사님께는 동의를 거부하실 권리가 있으며, 동의하지 않으시면 내용을 전해 드릴 수 없습니다. 동의하신 뒤에도 이 대화나 통화로 언제든지 동의를 철회하실 수 있습니다. 고객님께 전해 드려도 괜찮으실까요?
---@field reply_notice assent.notice
---statement  
---서비스 이용 중 발생한 문의에 대해보다 정확하고 원활하게 도움을 드리기 위해 호출자분께서 연락처를 전달해 주셔서 연락드렸습니다. 카카오 T는 고객님의 동의 없이 개인정보를 확인하거나 전달하지 않으며, 도움을 드리기 위해 꼭 필요한 경우에만 최소한의 정보만 확인하고 있습니다
---@field source_answer assent.statement
---statement · draft  
---기사님께서 카카오 T에 등록하신 연락처로 연락드렸습니다. 고객님께는 기사님의 연락처를 알려 드리지 않습니다.
---@field source_driver assent.statement
---statement · draft  
---고객님께서 카카오 T에 남겨 주신 연락처로 연락드렸습니다. 카카오 T는 고객님의 동의 없이 개인정보를 확인하거나 전달하지 않으며, 도움을 드리기 위해 꼭 필요한 경우에만 최소한의 정보만 확인하고 있습니다
---@field source_own assent.statement
---statement · draft  
---원하지 않으시면 언제든지 개인정보 처리 정지를 요구하시거나 동의를 철회하실 수 있으며, 말씀해 주시면 바로 처리해 드리겠습니다.
---@field source_rights assent.statement
---statement · draft  
---요청하신 대로 동의를 철회해 드렸습니다. 지금부터 해당 동의에 따른 상담과 연락은 진행하지 않겠습니다.
---@field withdrawal_done assent.statement
---statement · draft  
---죄송합니다. 연락처를 잘못 확인한 것 같습니다. 다시 연락드리지 않도록 하겠습니다.
---@field wrong_person assent.statement

---@alias assent.suggest_state "sent"|"edited"|"own_words"|"skipped"|"blocked"|"unanswered"

---@alias assent.say_state "queued"|"blocked"

---@alias assent.confirm_state "yes"|"no"|"heard"|"unclear"|"blocked"|"unanswered"

---@alias assent.consent_state "granted"|"denied"|"withdrawn"|"blocked"|"unanswered"

---@alias assent.ask_state "known"|"given"|"declined"|"blocked"|"unanswered"

---@alias assent.listen_state "heard"|"blocked"|"unanswered"
