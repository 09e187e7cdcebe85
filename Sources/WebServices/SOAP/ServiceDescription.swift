/// The service's WSDL: one operation, `Execute`, that carries a request and brings its answer.
///
/// Source: Web Services Description Language (WSDL) 1.1, and its binding extension for SOAP 1.2. That there is a WSDL is known of
/// the API; its names and namespace are ours.
enum ServiceDescription {
    static let namespace = "urn:playback-resolver:web-services"

    /// The document, for clients that send requests to `address`, an absolute URL.
    static func wsdl(address: String) -> String {
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <wsdl:definitions name="WebServices" targetNamespace="\(namespace)" xmlns:tns="\(namespace)"
            xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/" xmlns:xs="http://www.w3.org/2001/XMLSchema"
            xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:soap12="http://schemas.xmlsoap.org/wsdl/soap12/">
          <wsdl:types>
            <xs:schema targetNamespace="\(namespace)" elementFormDefault="unqualified">
        \(elements)
        \(payloadTypes)
            </xs:schema>
          </wsdl:types>
          <wsdl:message name="ExecuteInput"><wsdl:part name="parameters" element="tns:Execute"/></wsdl:message>
          <wsdl:message name="ExecuteOutput"><wsdl:part name="parameters" element="tns:ExecuteResponse"/></wsdl:message>
          <wsdl:portType name="WebServicesPort">
            <wsdl:operation name="Execute">
              <wsdl:input message="tns:ExecuteInput"/>
              <wsdl:output message="tns:ExecuteOutput"/>
            </wsdl:operation>
          </wsdl:portType>
        \(binding("WebServicesSOAP11", prefix: "soap"))
        \(binding("WebServicesSOAP12", prefix: "soap12"))
          <wsdl:service name="WebServices">
        \(port("WebServicesSOAP11", prefix: "soap", address: address))
        \(port("WebServicesSOAP12", prefix: "soap12", address: address))
          </wsdl:service>
        </wsdl:definitions>

        """
    }

    private static let elements = """
              <xs:element name="Execute">
                <xs:complexType><xs:sequence>
                  <xs:element name="Request" type="tns:Request"/>
                </xs:sequence></xs:complexType>
              </xs:element>
              <xs:element name="ExecuteResponse">
                <xs:complexType><xs:sequence>
                  <xs:element name="Response" type="tns:Response"/>
                </xs:sequence></xs:complexType>
              </xs:element>
              <xs:complexType name="Request">
                <xs:sequence>
                  <xs:element name="InvokeID" type="xs:string"/>
                  <xs:element name="SessionID" type="xs:string" minOccurs="0"/>
                  <xs:element name="Offset" type="xs:nonNegativeInteger" minOccurs="0"/>
                  <xs:element name="Limit" type="xs:nonNegativeInteger" minOccurs="0"/>
                  <xs:element name="OperationPayload" type="tns:Payload" minOccurs="0"/>
                </xs:sequence>
                <xs:attribute name="Operation" type="xs:string" use="required"/>
              </xs:complexType>
              <xs:complexType name="Response">
                <xs:sequence>
                  <xs:element name="InvokeID" type="xs:string" minOccurs="0"/>
                  <xs:element name="Success" type="tns:Payload" minOccurs="0"/>
                  <xs:element name="Fail" type="tns:Fail" minOccurs="0"/>
                </xs:sequence>
                <xs:attribute name="Result" type="xs:string" use="required"/>
              </xs:complexType>
        """

    private static let payloadTypes = """
              <xs:complexType name="Fail">
                <xs:sequence>
                  <xs:element name="ErrorCode" type="xs:int"/>
                  <xs:element name="ErrorMessage" type="xs:string"/>
                </xs:sequence>
              </xs:complexType>
              <xs:complexType name="Property">
                <xs:simpleContent><xs:extension base="xs:string">
                  <xs:attribute name="Name" type="xs:string" use="required"/>
                </xs:extension></xs:simpleContent>
              </xs:complexType>
              <xs:complexType name="Payload">
                <xs:sequence>
                  <xs:element name="Property" type="tns:Property" nillable="true" minOccurs="0" maxOccurs="unbounded"/>
                  <xs:element name="Container" type="tns:Container" nillable="true" minOccurs="0" maxOccurs="unbounded"/>
                </xs:sequence>
              </xs:complexType>
              <xs:complexType name="Container">
                <xs:complexContent><xs:extension base="tns:Payload">
                  <xs:attribute name="Name" type="xs:string"/>
                </xs:extension></xs:complexContent>
              </xs:complexType>
        """

    private static func binding(_ name: String, prefix: String) -> String {
        """
          <wsdl:binding name="\(name)" type="tns:WebServicesPort">
            <\(prefix):binding style="document" transport="http://schemas.xmlsoap.org/soap/http"/>
            <wsdl:operation name="Execute">
              <\(prefix):operation soapAction=""/>
              <wsdl:input><\(prefix):body use="literal"/></wsdl:input>
              <wsdl:output><\(prefix):body use="literal"/></wsdl:output>
            </wsdl:operation>
          </wsdl:binding>
        """
    }

    private static func port(_ name: String, prefix: String, address: String) -> String {
        """
            <wsdl:port name="\(name)" binding="tns:\(name)">
              <\(prefix):address location="\(XMLText.escaped(address))"/>
            </wsdl:port>
        """
    }
}
