// Plays the Beskedfordeler's two sides with amqp091-go: client SANDBOX_JSON BESKED_XML MODTAGET_XML
//
// Sends BESKED_XML and wants StatusKode 20, receives it from the dueslag into MODTAGET_XML, and sees that an unknown
// queue and another system's are refused, and that a connection may do what its latest token allows.
package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"time"

	amqp "github.com/rabbitmq/amqp091-go"
)

const testsystem = "ba537e12-8b0c-44b1-9de7-f75803a4e091"

type anvendersystem struct {
	UUID string
	Cvr  string
	Cert string
	Key  string
}

type sandbox struct {
	Data      string
	Ca        string
	Audiences map[string]string
	Paths     struct {
		StsRest string `json:"sts_rest"`
	}
	Endpoints struct {
		HTTPS string
		Amqps struct {
			Host     string
			Port     int
			Vhost    string
			Exchange string
			ReplyTo  string `json:"reply_to"`
		}
	}
	Systemer []anvendersystem
	Dueslag  []struct {
		UUID   string
		System string
	}
}

// One system of a sandbox, with what it needs to connect.
type client struct {
	sandbox
	system       anvendersystem
	dueslag      string
	otherDueslag string
	tls          *tls.Config
}

func load(descriptor string) (*client, error) {
	text, err := os.ReadFile(descriptor)
	if err != nil {
		return nil, err
	}
	c := &client{}
	if err := json.Unmarshal(text, &c.sandbox); err != nil {
		return nil, err
	}
	for _, system := range c.Systemer {
		if system.UUID == testsystem {
			c.system = system
		}
	}
	for _, each := range c.Dueslag {
		if each.System == testsystem {
			c.dueslag = each.UUID
		} else {
			c.otherDueslag = each.UUID
		}
	}
	authority, err := os.ReadFile(filepath.Join(c.Data, c.Ca))
	if err != nil {
		return nil, err
	}
	certificate, err := tls.LoadX509KeyPair(filepath.Join(c.Data, c.system.Cert), filepath.Join(c.Data, c.system.Key))
	if err != nil {
		return nil, err
	}
	roots := x509.NewCertPool()
	if !roots.AppendCertsFromPEM(authority) {
		return nil, errors.New("no certificate in " + c.Ca)
	}
	c.tls = &tls.Config{
		RootCAs:      roots,
		Certificates: []tls.Certificate{certificate},
		ServerName:   c.Endpoints.Amqps.Host,
	}
	return c, nil
}

func (c *client) token(service string) (string, error) {
	request, err := json.Marshal(map[string]any{
		"TokenType":        "http://docs.oasis-open.org/wss/oasis-wss-saml-token-profile-1.1#SAMLV2.0",
		"RequestType":      "http://docs.oasis-open.org/ws-sx/ws-trust/200512/Issue",
		"KeyType":          "http://docs.oasis-open.org/ws-sx/ws-trust/200512/PublicKey",
		"AnvenderKontekst": map[string]string{"Cvr": c.system.Cvr},
		"UseKey":           base64.StdEncoding.EncodeToString(c.tls.Certificates[0].Certificate[0]),
		"AppliesTo":        map[string]any{"EndpointReference": map[string]string{"Address": c.Audiences[service]}},
		"OnBehalfOf":       nil,
	})
	if err != nil {
		return "", err
	}
	transport := &http.Transport{TLSClientConfig: c.tls}
	defer transport.CloseIdleConnections()
	sts := &http.Client{Transport: transport, Timeout: 20 * time.Second}
	response, err := sts.Post(c.Endpoints.HTTPS+c.Paths.StsRest, "application/json", bytes.NewReader(request))
	if err != nil {
		return "", err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		return "", err
	}
	if response.StatusCode != http.StatusOK {
		return "", fmt.Errorf("the STS answered %d: %s", response.StatusCode, body)
	}
	var answer struct {
		RequestedSecurityToken struct{ Assertion string }
	}
	if err := json.Unmarshal(body, &answer); err != nil {
		return "", err
	}
	assertion, err := base64.StdEncoding.DecodeString(answer.RequestedSecurityToken.Assertion)
	return string(assertion), err
}

// SASL EXTERNAL whose response is the assertion itself.
type external struct{ token string }

func (external) Mechanism() string  { return "EXTERNAL" }
func (e external) Response() string { return e.token }

func (c *client) connect(token string) (*amqp.Connection, *amqp.Channel, error) {
	address := fmt.Sprintf("amqps://%s:%d", c.Endpoints.Amqps.Host, c.Endpoints.Amqps.Port)
	connection, err := amqp.DialConfig(address, amqp.Config{
		SASL:            []amqp.Authentication{external{token}},
		Vhost:           c.Endpoints.Amqps.Vhost,
		TLSClientConfig: c.tls,
		Locale:          "en_US",
	})
	if err != nil {
		return nil, nil, err
	}
	channel, err := connection.Channel()
	if err != nil {
		connection.Close()
		return nil, nil, err
	}
	return connection, channel, nil
}

func newID() string {
	id := make([]byte, 16)
	if _, err := rand.Read(id); err != nil {
		panic(err)
	}
	id[6], id[8] = id[6]&0x0f|0x40, id[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", id[0:4], id[4:6], id[6:8], id[8:10], id[10:])
}

// Publishes a besked with confirms; the reply's StatusKode.
func (c *client) send(body []byte) (int, error) {
	token, err := c.token("afsend")
	if err != nil {
		return 0, err
	}
	connection, channel, err := c.connect(token)
	if err != nil {
		return 0, err
	}
	defer connection.Close()
	if err := channel.Confirm(false); err != nil {
		return 0, err
	}
	amqps := c.Endpoints.Amqps
	replies, err := channel.Consume(amqps.ReplyTo, "", true, false, false, false, nil)
	if err != nil {
		return 0, err
	}
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	correlation := newID()
	confirmation, err := channel.PublishWithDeferredConfirmWithContext(ctx, amqps.Exchange, "", true, false, amqp.Publishing{
		Headers:       amqp.Table{"token": token},
		CorrelationId: correlation,
		ReplyTo:       amqps.ReplyTo,
		MessageId:     newID(),
		Body:          body,
	})
	if err != nil {
		return 0, err
	}
	if !confirmation.Wait() {
		return 0, errors.New("the besked was nacked")
	}
	reply, open := <-replies
	if !open {
		return 0, errors.New("the channel closed before the reply")
	}
	if reply.CorrelationId != correlation {
		return 0, fmt.Errorf("the reply's correlation-id is %s", reply.CorrelationId)
	}
	var standardRetur struct {
		StatusKode int `xml:"urn:oio:sagdok:3.0.0 StatusKode"`
	}
	err = xml.Unmarshal(reply.Body, &standardRetur)
	return standardRetur.StatusKode, err
}

// Takes the next besked from the dueslag and acks it.
func (c *client) receive(token string) ([]byte, error) {
	connection, channel, err := c.connect(token)
	if err != nil {
		return nil, err
	}
	defer connection.Close()
	if err := channel.Qos(1, 0, false); err != nil {
		return nil, err
	}
	deliveries, err := channel.Consume(c.dueslag, "", false, false, false, false, nil)
	if err != nil {
		return nil, err
	}
	delivery, open := <-deliveries
	if !open {
		return nil, errors.New("the channel closed before a besked came")
	}
	if err := delivery.Ack(false); err != nil {
		return nil, err
	}
	return delivery.Body, channel.Close()
}

// The code of the server's refusal; 0 when nothing failed.
func codeOf(err error) (int, error) {
	var refusal *amqp.Error
	if errors.As(err, &refusal) {
		return refusal.Code, nil
	}
	return 0, err
}

// The code a get from a queue is refused with; 0 when it is not.
func (c *client) refused(token, queue string) (int, error) {
	connection, channel, err := c.connect(token)
	if err != nil {
		return 0, err
	}
	defer connection.Close()
	_, _, err = channel.Get(queue, false)
	return codeOf(err)
}

// Gets from the own dueslag over a connection whose token is for sending, before and after it is given `token` with
// connection.update-secret; at last it is given what is no token. The codes each is refused with.
func (c *client) renewed(token string) ([3]int, error) {
	var codes [3]int
	afsend, err := c.token("afsend")
	if err != nil {
		return codes, err
	}
	connection, channel, err := c.connect(afsend)
	if err != nil {
		return codes, err
	}
	defer connection.Close()
	_, _, err = channel.Get(c.dueslag, false)
	if codes[0], err = codeOf(err); err != nil {
		return codes, err
	}
	if err := connection.UpdateSecret(token, "renewed"); err != nil {
		return codes, err
	}
	if channel, err = connection.Channel(); err != nil {
		return codes, err
	}
	_, _, err = channel.Get(c.dueslag, false)
	if codes[1], err = codeOf(err); err != nil {
		return codes, err
	}
	closed := connection.NotifyClose(make(chan *amqp.Error, 1))
	if connection.UpdateSecret("no token", "renewed") == nil {
		return codes, errors.New("what is no token was taken")
	}
	codes[2], err = codeOf(<-closed)
	return codes, err
}

func run(descriptor, besked, modtaget string) error {
	c, err := load(descriptor)
	if err != nil {
		return err
	}
	body, err := os.ReadFile(besked)
	if err != nil {
		return err
	}
	status, err := c.send(body)
	if err != nil {
		return fmt.Errorf("sending: %w", err)
	}
	fmt.Println("reply", status)
	if status != 20 {
		return fmt.Errorf("StatusKode %d, not 20", status)
	}
	token, err := c.token("modtag")
	if err != nil {
		return err
	}
	if body, err = c.receive(token); err != nil {
		return fmt.Errorf("receiving: %w", err)
	}
	if err := os.WriteFile(modtaget, body, 0o600); err != nil {
		return err
	}
	for _, refusal := range []struct {
		queue string
		code  int
	}{{newID(), 404}, {c.otherDueslag, 403}} {
		code, err := c.refused(token, refusal.queue)
		if err != nil {
			return err
		}
		fmt.Println("refused", code)
		if code != refusal.code {
			return fmt.Errorf("queue %s: %d, not %d", refusal.queue, code, refusal.code)
		}
	}
	codes, err := c.renewed(token)
	if err != nil {
		return fmt.Errorf("renewing: %w", err)
	}
	fmt.Println("before, after and without a new token:", codes)
	if codes != [3]int{403, 0, 530} {
		return fmt.Errorf("renewing: %v", codes)
	}
	return nil
}

func main() {
	if err := run(os.Args[1], os.Args[2], os.Args[3]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
