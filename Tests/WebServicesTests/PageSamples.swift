/// The requests and answers of the page "Call Recording Integration Entries", as they stand there.
enum PageSamples {
    /// The session that the page's requests name.
    static let sessionID = "19397C980B72D043EEE18B58AE687263"

    static let addRequest = """
        <Request Operation="CallRecIntAdd">
        <InvokeID>9</InvokeID>
        <SessionID>19397C980B72D043EEE18B58AE687263</SessionID>
        <OperationPayload>
        <Property Name="CallRecIntType">Dubber</Property>
        <Property Name="TelSysID">1</Property>
        <Property Name="PartIDInTelSys">2</Property>
        <Property Name="Description">Demo Call Rec Int</Property>
        <Container Name="APICommunicationSettings">
        <Property Name="IPAddrOrHost1">api.dubber.net/uk1</Property>
        <Property Name="IPAddrOrHost2">api.dubber.net/uk2</Property>
        <Property Name="AuthUserID1">ex25dejpdb85vpqtsxr7napv</Property>
        <Property Name="AuthUserID2">userid2</Property>
        <Property Name="APIParameter1">param1</Property>
        <Property Name="APIParameter2">param2</Property>
        </Container>
        </OperationPayload>
        </Request>
        """

    static let addResponse = """
        <Response Result="Success">
        <InvokeID>9</InvokeID>
        </Response>
        """

    static let changeRequest = """
        <Request Operation="CallRecIntChange">
        <InvokeID>8</InvokeID>
        <SessionID>19397C980B72D043EEE18B58AE687263</SessionID>
        <OperationPayload>
        <!-- A required property to identify the target Call Recording Integration entry to update. -->
        <Property Name="CallRecIntGUID">6917876061b72704:62272b78:17c939e2202:-7d6f</Property>
        <Property Name="CallRecIntType">Dubber</Property>
        <Property Name="TelSysID">1</Property>
        <Property Name="PartIDInTelSys">2</Property>
        <Property Name="Description">Demo Dubber Call Rec Int</Property>
        <Container Name="APICommunicationSettings">
        <Property Name="IPAddrOrHost1">api.dubber.net/uk1</Property>
        <Property Name="IPAddrOrHost2">api.dubber.net/uk2</Property>
        <Property Name="AuthUserID1">ex25dejpdb85vpqtsxr7napv</Property>
        <Property Name="AuthUserID2">userid2</Property>
        <Property Name="APIParameter1">param test 1</Property>
        <Property Name="APIParameter2">param test 2</Property>
        </Container>
        </OperationPayload>
        </Request>
        """

    static let changeResponse = """
        <Response Result="Success">
        <InvokeID>8</InvokeID>
        </Response>
        """

    static let deleteRequest = """
        <Request Operation="CallRecIntDelete">
        <InvokeID>9</InvokeID>
        <SessionID>19397C980B72D043EEE18B58AE687263</SessionID>
        <OperationPayload Name="?">
        <!-- A required property to pass the unique identifier of the Call Recording Integration which needs to be deleted.-->
        <Property Name="CallRecIntGUID">67e10ae5bbb0dd46:-2442a791:17c5635ac06:-7e26</Property>
        </OperationPayload>
        </Request>
        """

    static let deleteResponse = """
        <Response Result="Success">
        <InvokeID>9</InvokeID>
        </Response>
        """

    static let listRequest = """
        <Request Operation="CallRecIntList">
        <InvokeID>10</InvokeID>
        <SessionID>19397C980B72D043EEE18B58AE687263</SessionID>
        <!-- Specify the number of entries to skip. -->
        <Offset>100</Offset>
        <!-- Specify how many entries to retrieve after the offset. -->
        <Limit>20</Limit>
        <OperationPayload>
        <!-- Optional property to return more information about each entry.-->
        <Property Name="CallRecIntFields">TelSysID, PartIDInTelSys</Property>
        <!-- Returns all Call Rec Integration entries scoped to provided PartitionGUID. Optional, if `TelSysID` and `PartIDInTelSys` combination has been provided. -->
        <Property Name="PartitionGUID">11af8bacd55c1c4b:27b5f848:17a1045045c:-7f86</Property>
        <!-- Returns all Call Rec Integration entries scoped to provided TelSysID and PartIDInTelSys. If `PartitionGUID` has been provided, then these properties are ignored. -->
        <Property Name="TelSysID">1</Property>
        <Property Name="PartIDInTelSys">1</Property>
        </OperationPayload>
        </Request>
        """

    static let listResponse = """
        <Response Result="Success">
        <InvokeID>10</InvokeID>
        <Success>
        <Container>
        <Property Name="TelSysID">1</Property>
        <Property Name="Description">Dubber demo simulator 1</Property>
        <Property Name="CallRecIntGUID">6917876061b72704:62272b78:17c939e2202:-7c21</Property>
        <Property Name="PartIDInTelSys">2</Property>
        </Container>
        <Container>
        <Property Name="TelSysID">1</Property>
        <Property Name="Description">Dubber demo simulator 2</Property>
        <Property Name="CallRecIntGUID">67e10ae5bbb0dd46:-2442a791:17c5635ac06:-7e26</Property>
        <Property Name="PartIDInTelSys">2</Property>
        </Container>
        </Success>
        </Response>
        """

    static let infoRequest = """
        <Request Operation="CallRecIntInfo">
        <InvokeID>11</InvokeID>
        <SessionID>19397C980B72D043EEE18B58AE687263</SessionID>
        <OperationPayload>
        <!-- Required property to provide unique identifier of the target Call Recording Integration entry.-->
        <Property Name="CallRecIntGUID">67e10ae5bbb0dd46:-2442a791:17c5635ac06:-7e26</Property>
        </OperationPayload>
        </Request>
        """

    static let infoResponse = """
        <Response Result="Success">
        <InvokeID>11</InvokeID>
        <Success>
        <Property Name="CallRecIntGUID">67e10ae5bbb0dd46:-2442a791:17c5635ac06:-7e26</Property>
        <Property Name="CallRecIntType">Dubber</Property>
        <Property Name="TelSysID">1</Property>
        <Property Name="PartIDInTelSys">2</Property>
        <Property Name="Description">Tested Call Rec Int</Property>
        <Container Name="APICommunicationSettings">
        <Property Name="IPAddrOrHost1">api.dubber.net/uk1</Property>
        <Property Name="IPAddrOrHost2">api.dubber.net/uk2</Property>
        <Property Name="AuthUserID1">ex25dejpdb85vpqtsxr7napv</Property>
        <Property Name="AuthUserID2">userid2</Property>
        <Property Name="APIParameter1">param1</Property>
        <Property Name="APIParameter2">param2</Property>
        </Container>
        </Success>
        </Response>
        """
}
